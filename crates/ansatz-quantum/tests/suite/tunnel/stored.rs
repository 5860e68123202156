//! Tunnels as text and back.

use ansatz_quantum::{Decision, ErrorBudget, Tunnel};
use ansatz_random::Stream;

use super::tunnel;

#[test]
fn stored_tunnels_go_on() {
    for budget in [ErrorBudget::Count(40), ErrorBudget::Share(0.1)] {
        let mut tunnel = tunnel(budget, 0.1, Some(0.4));
        let mut rng = Stream::new(1, 0);
        let mut tickets = Vec::new();
        for case in 0..500 {
            match tunnel.decide(0.9, &mut rng) {
                Decision::Audit(ticket) if case % 3 == 0 => tickets.push(serde_json::to_string(&ticket).unwrap()),
                Decision::Audit(ticket) | Decision::Compute(ticket) => tunnel.observe(ticket, case % 7 > 0).unwrap(),
                Decision::Jump => {}
            }
            let text = serde_json::to_string(&tunnel).unwrap();
            let read: Tunnel = serde_json::from_str(&text).unwrap();
            assert_eq!(read, tunnel);
            tunnel = read;
        }
        assert!(!tickets.is_empty());
        for text in &tickets {
            tunnel.observe(serde_json::from_str(text).unwrap(), true).unwrap();
            assert!(tunnel.observe(serde_json::from_str(text).unwrap(), true).is_err());
        }
    }
}

#[test]
fn damaged_tunnels_are_refused() {
    let tunnel = tunnel(ErrorBudget::Count(40), 0.1, Some(0.4));
    let value = serde_json::to_value(&tunnel).unwrap();
    let damaged = |field: &str, with: serde_json::Value| {
        let mut value = value.clone();
        *value.pointer_mut(field).unwrap() = with;
        serde_json::from_value::<Tunnel>(value).unwrap_err().to_string()
    };
    assert!(damaged("/delta", 0.9.into()).contains("`delta` is 0.9"));
    assert!(damaged("/audit", 0.01.into()).contains("`audit` is 0.01"));
    assert!(damaged("/threshold", 1.5.into()).contains("`threshold` is 1.5"));
    assert!(damaged("/budget/count", 0.into()).contains("`budget` is 0"));
    for count in ["jumps", "audits", "computed", "caught"] {
        assert!(damaged(&format!("/counters/{count}"), u64::MAX.into()).contains("`counters`"), "{count}");
    }
    assert!(damaged("/counters/jumps", 1.into()).contains("`counters`"));
    assert!(damaged("/next", u64::MAX.into()).contains("`counters`"));
    assert!(damaged("/outstanding", vec![0].into()).contains("`outstanding`"));
    // All of 10,000 cases before were of a former horizon, and audits all the cases of this.
    let outstanding = |caught: u64, numbers: Vec<u64>| {
        let mut value = value.clone();
        value["next"] = 20_000.into();
        value["counters"]["audits"] = 10_000.into();
        value["counters"]["caught"] = caught.into();
        value["outstanding"] = numbers.into();
        serde_json::from_value::<Tunnel>(value).map_err(|error| error.to_string())
    };
    assert!(outstanding(0, vec![10_000, 19_999]).is_ok() && outstanding(9_998, vec![10_000, 19_999]).is_ok());
    assert!(outstanding(0, (10_000..14_096).collect()).is_ok());
    for (caught, numbers) in [
        (0, vec![10_001, 10_001]),
        (0, vec![10_002, 10_001]),
        (0, vec![9_999, 10_000]),
        (0, vec![20_000]),
        (9_999, vec![10_000, 19_999]),
        (0, (10_000..14_097).collect()),
    ] {
        assert!(outstanding(caught, numbers).unwrap_err().contains("`outstanding`"));
    }
    assert!(outstanding(10_001, vec![]).unwrap_err().contains("`counters`"));
}
