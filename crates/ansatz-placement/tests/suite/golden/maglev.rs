//! Maglev's tables, pinned when they were first written; the paper's own example stands beside the fill.

use ansatz_placement::{Fleet, Maglev, Member};

fn digits(placer: &Maglev<&str>) -> String {
    placer.table().map(|slot| slot.to_string()).collect()
}

#[test]
fn tables() {
    let even = Maglev::with_fleet(Fleet::new(["a", "b", "c"]).unwrap(), 31).unwrap();
    assert_eq!(digits(&even), "0200200211220200221111111101022");
    let members = [Member::new("a"), Member::new("b").with_weight(0.5), Member::new("c").with_weight(3.0)];
    let weighted = Maglev::with_fleet(Fleet::with_members(members).unwrap(), 31).unwrap();
    assert_eq!(digits(&weighted), "0220200221222220222222120102222");
    let owners: String = (0..20u64).map(|key| *even.locate(&key)).collect();
    assert_eq!(owners, "baabbccabababaababaa");
}
