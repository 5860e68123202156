//! Tickets, arms, windows and bytes, which all policies share.

use ansatz_bandit::{BanditError, Ticket, Ucb1};
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

/// A model of the ledger: a set of all that was given out.
#[test]
fn tickets_in_any_order_are_those_of_a_plain_list() {
    for seed in 0..200 {
        let mut rng = Stream::new(seed, 1);
        let window = 1 + below(&mut rng, 9);
        let mut arms = Ucb1::new(4).unwrap().with_window(window).unwrap();
        let mut issued: Vec<(Ticket, bool)> = Vec::new();
        for _ in 0..100 {
            if below(&mut rng, 2) == 0 {
                issued.push((arms.select(&mut rng).ticket, false));
            } else if !issued.is_empty() {
                let at = below(&mut rng, issued.len() as u64) as usize;
                let (ticket, observed) = issued[at];
                let expired = (issued.len() - at) as u64 > window;
                let result = arms.observe(ticket, 0.5);
                match (expired, observed) {
                    (true, _) => assert!(matches!(result, Err(BanditError::Expired { .. })), "{seed}: {result:?}"),
                    (false, true) => {
                        assert!(matches!(result, Err(BanditError::AlreadyObserved { .. })), "{seed}: {result:?}");
                    }
                    (false, false) => assert_eq!(result, Ok(()), "{seed}"),
                }
                issued[at].1 = true;
            }
            let live = issued.iter().rev().take(window as usize).filter(|(_, observed)| !observed).count();
            assert_eq!(arms.outstanding(), live);
        }
    }
}
