//! A search by annealing, so that a change of what it does is noticed.

use ansatz_optimize::SimulatedAnnealing;

use crate::tours::Tours;

#[test]
fn a_search_is_what_it_always_was() {
    let tours = Tours::circle(200);
    let start = tours.start();
    let found = SimulatedAnnealing::new(tours, start).unwrap().minimize(5_000, 42).unwrap();
    assert_eq!(found.value, 45.073_329_925_897_45);
}
