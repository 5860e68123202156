//! `LinUCB` on rounds that a file has, for a comparison with programs in other languages.

use std::{fs, time::Duration};

use ansatz_bandit::{BanditError, LinTs, LinUcb, Policy};
use ansatz_random::Stream;
use cpu_time::ProcessTime;

/// `None` if the arguments are none that the usage knows.
pub(crate) fn run(arguments: &[&str]) -> Option<Result<(), String>> {
    let ["--log", file] = arguments else { return None };
    Some(tabulate(file))
}

/// The features of a round, and what each arm would pay in it.
type Round = (Vec<f64>, Vec<f64>);

fn tabulate(file: &str) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let rounds: Result<Vec<Round>, String> = text.lines().enumerate().map(|(at, line)| read(file, at, line)).collect();
    let rounds = rounds?;
    println!("policy rounds microseconds_per_round reward_per_round");
    let wrong = |error: BanditError| error.to_string();
    play("ansatz-linucb", LinUcb::new(ARMS, FEATURES, ALPHA).map_err(wrong)?, &rounds).map_err(wrong)?;
    play("ansatz-lints", LinTs::new(ARMS, FEATURES, ALPHA).map_err(wrong)?, &rounds).map_err(wrong)
}

fn play(name: &str, mut policy: impl Policy<Context = [f64]>, rounds: &[Round]) -> Result<(), BanditError> {
    let (mut rng, mut earned) = (Stream::new(1, 0), 0.0);
    let clock = ProcessTime::now();
    for (context, rewards) in rounds {
        let choice = policy.select(context, &mut rng)?;
        earned += rewards[choice.arm];
        policy.observe(choice.ticket, rewards[choice.arm])?;
    }
    let spent: Duration = clock.elapsed();
    let count = rounds.len() as f64;
    println!("{name} {count} {:.2} {:.5}", 1e6 * spent.as_secs_f64() / count, earned / count);
    Ok(())
}

fn read(file: &str, at: usize, line: &str) -> Result<Round, String> {
    let numbers: Result<Vec<f64>, _> = line.split(',').map(|field| field.trim().parse()).collect();
    let mut numbers = numbers.map_err(|error| format!("{file}:{}: {error}", at + 1))?;
    if numbers.len() != FEATURES + ARMS {
        return Err(format!("{file}:{}: {} numbers, allowed: {}", at + 1, numbers.len(), FEATURES + ARMS));
    }
    let rewards = numbers.split_off(FEATURES);
    Ok((numbers, rewards))
}

// As in peers.py.
const ARMS: usize = 10;
const FEATURES: usize = 32;
const ALPHA: f64 = 0.25;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_have_as_many_numbers_as_they_need() {
        let line = vec!["0.5"; FEATURES + ARMS].join(",");
        let (context, rewards) = read("it", 0, &line).unwrap();
        assert_eq!((context.len(), rewards.len()), (FEATURES, ARMS));
        assert_eq!(read("it", 4, "1,2").unwrap_err(), "it:5: 2 numbers, allowed: 42");
        assert!(read("it", 0, "1,x").unwrap_err().starts_with("it:1: "));
    }
}
