//! Conditions of a depth and a length that no one writes.

use ansatz_placement::Predicate;

const MANY: u32 = 200_000;

/// A stack of 64 KiB, which would overflow after a few hundred calls: building, copying, evaluating and dropping are
/// all loops.
#[test]
fn no_depth_overflows_the_stack() {
    let worker = std::thread::Builder::new().stack_size(64 * 1024).spawn(|| {
        let mut query = Predicate::eq(0u32);
        for value in 1..MANY {
            query = match value % 4 {
                0 => !query,
                1 => query | Predicate::eq(3 * value),
                2 => Predicate::range(value..).or(query),
                _ => Predicate::range(..u32::MAX - value) & query,
            };
        }
        let copy = query.clone();
        drop(query);
        (copy.selection().intervals().len(), copy.matches(Some(&7)))
    });
    let (intervals, _) = worker.unwrap().join().unwrap();
    assert!(intervals as u32 <= MANY + 1);
}

/// Quadratic work would be some 10^10 steps here: the runner would stop it.
#[test]
fn alternating_connectives_take_passable_time() {
    let query = (0..MANY).fold(Predicate::eq(0u32), |query, value| {
        if value % 2 == 0 { query | Predicate::eq(10 * value) } else { query & !Predicate::eq(10 * value + 1) }
    });
    assert_eq!(query.selection().intervals().len() as u32, MANY / 2);
    // To the right as to the left.
    let query = (0..MANY).fold(Predicate::eq(0u32), |query, value| {
        if value % 2 == 0 { Predicate::eq(10 * value) | query } else { !Predicate::eq(10 * value + 1) & query }
    });
    assert_eq!(query.selection().intervals().len() as u32, MANY / 2);
}
