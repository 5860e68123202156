//! KL-UCB under operations that are any, with rewards that make ties: its screen of tangents changes no choice. It takes the
//! arm that a plain loop over all indices takes, and that a copy takes which knows of no earlier decision.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_bandit::KlUcb;
use ansatz_random::Stream;

ansatz_fuzz::target!(|data| run(data));

/// The family, its exploration, the arms; then a byte for each operation.
fn run(data: &[u8]) {
    let Some((&[family, exploration, arms], operations)) = data.split_first_chunk::<3>() else { return };
    let arms = usize::from(arms % 12) + 1;
    let made = match family % 3 {
        0 => KlUcb::bernoulli(arms),
        1 => KlUcb::gaussian(arms, 0.25),
        _ => KlUcb::exponential(arms),
    };
    let made = made.ok().and_then(|arms| arms.with_exploration(f64::from(exploration % 101)).ok());
    let Some(mut arms) = made else { return };
    let mut tickets = Vec::new();
    // So long that every state is reached, so short that a run takes milliseconds.
    for &operation in operations.iter().take(300) {
        let argument = usize::from(operation / 8);
        let any = arms.arms().nth(argument % arms.arms().len()).expect("a position below their number");
        let reward = [0.0, 1.0, 0.5, 0.1, 0.2, 0.3, 1e-300][argument % 7];
        match operation % 8 {
            0..=2 => tickets.push(decide(&mut arms, family % 3 < 2)),
            3 if !tickets.is_empty() => {
                // Of an arm that has gone, or before a merge: some are refused.
                let _ = arms.observe(tickets.swap_remove(argument % tickets.len()), reward);
            }
            4 | 5 => arms.record(any, reward).expect("a reward that all families have"),
            6 if argument % 4 == 0 => {
                let _ = arms.merge(&arms.clone());
            }
            6 => arms = KlUcb::from_bytes(&arms.to_bytes()).expect("a policy writes what it cannot read"),
            7 if argument % 2 == 0 && arms.arms().len() < 16 => drop(arms.add_arm()),
            7 => drop(arms.remove_arm(any)),
            _ => (),
        }
    }
}

fn decide(arms: &mut KlUcb, exactly: bool) -> ansatz_bandit::Ticket {
    let indices: Vec<(usize, f64)> =
        arms.arms().map(|arm| (arm, arms.index(arm).expect("an arm that is there"))).collect();
    let highest = indices.iter().fold(f64::NEG_INFINITY, |highest, (_, index)| highest.max(*index));
    let mut rebuilt = KlUcb::from_bytes(&arms.to_bytes()).expect("a policy writes what it cannot read");
    let choice = arms.select(&mut Stream::new(0, 0));
    assert_eq!(choice.arm, rebuilt.select(&mut Stream::new(0, 0)).arm, "a choice that depends on earlier ones");
    // Arms of which nothing is known take turns; for exponential rewards it is the logarithms that are compared.
    if exactly && highest < f64::INFINITY {
        #[allow(clippy::float_cmp)] // The same number, to the bit.
        let first = indices.iter().find(|(_, index)| *index == highest).map(|(arm, _)| *arm);
        assert_eq!(Some(choice.arm), first, "{indices:?}");
    }
    choice.ticket
}
