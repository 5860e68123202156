//! Tickets, arms, windows, replicas and bytes, which all policies share.

use ansatz_bandit::{Bandit, BanditError, GammaPoisson, Rule, Thompson, Ticket, TopTwoThompson, Ucb1};
use ansatz_random::{Stream, below};

#[test]
fn a_ticket_is_taken_once_and_within_the_window() {
    let mut rng = Stream::new(1, 0);
    let mut arms = Ucb1::new(3).unwrap().with_window(2).unwrap();
    let tickets: Vec<Ticket> = (0..3).map(|_| arms.select(&mut rng).ticket).collect();
    assert_eq!(arms.observe(tickets[0], 1.0), Err(BanditError::Expired { sequence: 0, oldest: 1, window: 2 }));
    arms.observe(tickets[2], 1.0).unwrap();
    assert_eq!(arms.observe(tickets[2], 1.0), Err(BanditError::AlreadyObserved { sequence: 2 }));
    arms.observe(tickets[1], 1.0).unwrap();
    assert_eq!(arms.observe(tickets[1], 1.0), Err(BanditError::AlreadyObserved { sequence: 1 }));
    assert_eq!(arms.outstanding(), 0);
    let foreign = Ucb1::new(3).unwrap().select(&mut rng).ticket;
    assert!(arms.observe(foreign, 1.0).is_err());
}

/// A model of the ledger: a list of all that was given out. The window changes, arms go, and all of it through bytes.
#[test]
fn tickets_in_any_order_are_those_of_a_plain_list() {
    for seed in 0..400 {
        let mut rng = Stream::new(seed, 1);
        let mut window = 1 + below(&mut rng, 9);
        let mut arms = Ucb1::new(4).unwrap().with_window(window).unwrap();
        let mut issued: Vec<Issued> = Vec::new();
        for _ in 0..100 {
            match below(&mut rng, 20) {
                0 => {
                    window = 1 + below(&mut rng, 12);
                    arms = arms.with_window(window).unwrap();
                }
                1 => arms = Ucb1::from_bytes(&arms.to_bytes()).unwrap(),
                2 if arms.arms().len() > 2 => {
                    let gone = arms.arms().nth(below(&mut rng, 2) as usize).unwrap();
                    arms.remove_arm(gone).unwrap();
                    for ticket in &mut issued {
                        ticket.is_of_none |= ticket.ticket.arm() == gone;
                    }
                    arms.add_arm().unwrap();
                }
                3 => {
                    let arm = arms.arms().last().unwrap();
                    arms.record(arm, 0.5).unwrap();
                    // A decision like another, whose reward has come.
                    issued.push(Issued { is_observed: true, ..Issued::new(issued.last().map(|last| last.ticket)) });
                }
                4..=10 => {
                    let ticket = arms.select(&mut rng).ticket;
                    assert_eq!(ticket.sequence(), issued.len() as u64);
                    issued.push(Issued::new(Some(ticket)));
                }
                _ if !issued.is_empty() => {
                    let at = below(&mut rng, issued.len() as u64) as usize;
                    let Issued { ticket, is_observed, is_expired, is_of_none } = issued[at];
                    if ticket.sequence() == at as u64 {
                        let result = arms.observe(ticket, 0.5);
                        match &result {
                            Err(BanditError::Expired { sequence, .. }) => assert!(is_expired && *sequence == at as u64),
                            Err(BanditError::AlreadyObserved { .. }) => assert!(is_observed && !is_expired),
                            Err(BanditError::UnknownArm { .. }) => assert!(is_of_none && !is_observed && !is_expired),
                            result => assert!(result.is_ok() && !is_observed && !is_expired && !is_of_none),
                        }
                        issued[at].is_observed |= result.is_ok();
                    }
                }
                _ => {}
            }
            let old = issued.len().saturating_sub(window as usize);
            issued[..old].iter_mut().for_each(|ticket| ticket.is_expired = true);
            let live = issued.iter().filter(|ticket| !(ticket.is_observed || ticket.is_expired || ticket.is_of_none));
            assert_eq!((arms.outstanding(), arms.decisions()), (live.count(), issued.len() as u64), "{seed}");
        }
    }
}

#[derive(Clone, Copy)]
struct Issued {
    ticket: Ticket,
    is_observed: bool,
    is_expired: bool,
    is_of_none: bool,
}

impl Issued {
    fn new(ticket: Option<Ticket>) -> Self {
        let ticket = ticket.unwrap_or_else(|| Ucb1::new(1).unwrap().select(&mut Stream::new(1, 0)).ticket);
        Self { ticket, is_observed: false, is_expired: false, is_of_none: false }
    }
}

#[test]
fn what_has_expired_stays_so_in_a_longer_window() {
    let mut rng = Stream::new(1, 0);
    let mut arms = Ucb1::new(2).unwrap().with_window(1).unwrap();
    let early = arms.select(&mut rng).ticket;
    let late = arms.select(&mut rng).ticket;
    let arms = arms.with_window(100).unwrap();
    let mut arms = Ucb1::from_bytes(&arms.to_bytes()).unwrap();
    assert_eq!(arms.observe(early, 1.0), Err(BanditError::Expired { sequence: 0, oldest: 1, window: 100 }));
    arms.observe(late, 1.0).unwrap();
}

#[test]
fn decisions_for_an_arm_that_has_gone_do_not_wait() {
    let mut rng = Stream::new(1, 0);
    let mut arms = Ucb1::new(2).unwrap();
    let (first, second) = (arms.select(&mut rng), arms.select(&mut rng));
    arms.remove_arm(first.arm).unwrap();
    assert_eq!(arms.outstanding(), 1);
    let before = arms.clone();
    assert_eq!(arms.observe(first.ticket, 1.0), Err(BanditError::UnknownArm { arm: 0, arms: 1 }));
    assert_eq!(arms, before);
    arms.observe(second.ticket, 1.0).unwrap();
    assert_eq!(arms.outstanding(), 0);
    // Its number does not come back.
    assert_eq!(arms.add_arm(), Ok(2));
    assert_eq!(arms.remove_arm(0), Err(BanditError::UnknownArm { arm: 0, arms: 2 }));
    assert_eq!(arms.remove_arm(usize::MAX), Err(BanditError::UnknownArm { arm: usize::MAX, arms: 2 }));
    arms.remove_arm(1).unwrap();
    assert_eq!(arms.remove_arm(2), Err(BanditError::LastArm { arm: 2 }));
}

#[test]
fn forged_tickets_and_ledgers_are_refused() {
    let mut rng = Stream::new(1, 0);
    let mut arms = Ucb1::new(2).unwrap();
    let choice = arms.select(&mut rng);
    let forged = |at: usize, byte: u8| {
        let mut bytes = choice.ticket.to_bytes();
        bytes[at] = byte;
        Ticket::<()>::from_bytes(&bytes)
    };
    // The sequence number is at 10, the arm at 18, the note's code at 22.
    assert_eq!(arms.observe(forged(10, 1).unwrap(), 1.0), Err(BanditError::UnknownTicket { sequence: 1, arm: 0 }));
    assert_eq!(arms.observe(forged(18, 1).unwrap(), 1.0), Err(BanditError::UnknownTicket { sequence: 0, arm: 1 }));
    assert!(
        arms.observe(forged(17, 255).unwrap(), 1.0).is_err() && arms.observe(forged(21, 255).unwrap(), 1.0).is_err()
    );
    assert!(forged(22, 1).is_err() && Ticket::<()>::from_bytes(&[choice.ticket.to_bytes(), vec![0]].concat()).is_err());
    arms.observe(choice.ticket, 1.0).unwrap();
    // What counts as observed in the ledger is no arm.
    arms.select(&mut rng);
    arms.select(&mut rng);
    let third = arms.select(&mut rng).ticket;
    arms.observe(third, 0.0).unwrap();
    let no_arm = [&third.to_bytes()[..18], &[255; 4], &third.to_bytes()[22..]].concat();
    let no_arm = Ticket::from_bytes(&no_arm).unwrap();
    assert_eq!(arms.observe(no_arm, 1.0), Err(BanditError::AlreadyObserved { sequence: 3 }));
    // Behind the header, the name of 8 + 4 bytes, the roster of 4 + 8 + 2 * 4: the window, the first and the oldest.
    let (bytes, at) = (arms.to_bytes(), 10 + 12 + 20);
    let with = |at: usize, value: u64| {
        let mut bytes = bytes.clone();
        bytes[at..at + 8].copy_from_slice(&value.to_le_bytes());
        Ucb1::from_bytes(&bytes)
    };
    assert_eq!(with(at, 1 << 16).unwrap(), arms);
    for window in [0, 2, (1 << 30) + 1, u64::MAX] {
        assert!(with(at, window).is_err(), "{window}");
    }
    for (first, oldest) in [(1, 2), (u64::MAX / 2, 0), (u64::MAX / 2 + 1, u64::MAX / 2)] {
        let mut bytes = with(at, 1 << 16).unwrap().to_bytes();
        bytes[at + 8..at + 16].copy_from_slice(&u64::to_le_bytes(first));
        bytes[at + 16..at + 24].copy_from_slice(&u64::to_le_bytes(oldest));
        assert!(Ucb1::from_bytes(&bytes).is_err(), "{first} {oldest}");
    }
}

/// Gateways as the page of [`Bandit`] has them: each tells the others by journals, and in the end all know what one would
/// have learnt from all rewards, although tickets are late and lost, arms come and go, and all of it travels as bytes.
fn assert_learn_together<R>(new: impl Fn() -> Bandit<R>, knows: impl Fn(&Bandit<R>, usize) -> [f64; 2])
where
    R: Rule<Context = (), Note = ()>,
{
    for seed in 0..40 {
        let mut rng = Stream::new(seed, 3);
        let count = 2 + below(&mut rng, 4) as usize;
        let (mut blank, mut single) = (new(), new());
        let mut gateways: Vec<Bandit<R>> = (0..count).map(|_| new()).collect();
        let mut waiting: Vec<Vec<Ticket>> = vec![Vec::new(); count];
        for exchange in 0..8 {
            let mut journals = vec![blank.clone(); count];
            for _ in 0..60 {
                let at = below(&mut rng, count as u64) as usize;
                waiting[at].push(gateways[at].select(&mut rng).ticket);
                if below(&mut rng, 3) > 0 {
                    let index = below(&mut rng, waiting[at].len() as u64) as usize;
                    let ticket = waiting[at].swap_remove(index);
                    let reward = below(&mut rng, 2) as f64;
                    // What came too late for its arm goes into no journal.
                    if gateways[at].observe(ticket, reward).is_ok() {
                        journals[at].record(ticket.arm(), reward).unwrap();
                        single.record(ticket.arm(), reward).unwrap();
                    }
                }
            }
            for (from, journal) in journals.iter().enumerate() {
                let sent = journal.to_bytes();
                for (_, gateway) in gateways.iter_mut().enumerate().filter(|(to, _)| *to != from) {
                    gateway.merge(&Bandit::from_bytes(&sent).unwrap()).unwrap();
                }
            }
            for gateway in &gateways {
                assert!(gateway.arms().eq(single.arms()));
                for arm in single.arms() {
                    assert_eq!(knows(gateway, arm), knows(&single, arm), "{seed} {exchange} {arm}");
                }
            }
            if exchange % 3 == 1 {
                let gone = single.arms().nth(below(&mut rng, 3) as usize).unwrap();
                for bandit in gateways.iter_mut().chain([&mut single, &mut blank]) {
                    bandit.remove_arm(gone).unwrap();
                    bandit.add_arm().unwrap();
                }
            }
        }
    }
}

#[test]
fn gateways_learn_together() {
    assert_learn_together(
        || Thompson::new(3).unwrap().with_window(40).unwrap(),
        |bandit, arm| [bandit.mean(arm).unwrap(), bandit.variance(arm).unwrap()],
    );
    let prior = GammaPoisson::new(0.5, 2.0).unwrap();
    assert_learn_together(
        || Thompson::with_prior(3, prior).unwrap(),
        |bandit, arm| [bandit.mean(arm).unwrap(), bandit.variance(arm).unwrap()],
    );
    assert_learn_together(
        || TopTwoThompson::new(3).unwrap(),
        |bandit, _| [bandit.best() as f64, f64::from(bandit.arms().len() as u32)],
    );
}

#[test]
fn replicas_with_other_arms_are_refused() {
    let (mut here, mut there) = (Thompson::new(3).unwrap(), Thompson::new(3).unwrap());
    here.record(1, 1.0).unwrap();
    there.remove_arm(1).unwrap();
    let before = here.clone();
    assert_eq!(here.merge(&there).unwrap_err().name(), "arms");
    assert_eq!(here, before);
    there.add_arm().unwrap();
    assert_eq!(here.merge(&there).unwrap_err().name(), "arms");
    // Gone on both sides: what is left fits by its number, and not by its place.
    here.remove_arm(1).unwrap();
    here.add_arm().unwrap();
    there.record(3, 0.0).unwrap();
    there.record(2, 1.0).unwrap();
    here.merge(&there).unwrap();
    assert_eq!([0, 2, 3].map(|arm| here.mean(arm).unwrap()), [0.5, 2.0 / 3.0, 1.0 / 3.0]);
}
