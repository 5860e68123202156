//! The methods of the table, and what each says of an instance.

use std::{fmt, time::Duration};

use ansatz_benches::steps;
use ansatz_packing::{
    BranchAndPrice, ConsistentNeighborhoodSearch, GroupingGenetic, Packing, PackingError, best_fit_decreasing,
    first_fit_decreasing, modified_first_fit_decreasing,
};
use cpu_time::ThreadTime;

use crate::instance::Instance;

/// A way to pack items, which may take so much of the processor's time.
pub(crate) struct Method {
    pub(crate) name: &'static str,
    /// What an instance is given if nothing is said; 0 if the method needs no limit.
    pub(crate) usual_seconds: u64,
    pack: fn(&[u64], u64, Duration) -> Result<Packing, PackingError>,
}

pub(crate) static METHODS: [Method; 6] = [
    Method { name: "ffd", usual_seconds: 0, pack: |sizes, capacity, _| first_fit_decreasing(sizes, capacity) },
    Method { name: "bfd", usual_seconds: 0, pack: |sizes, capacity, _| best_fit_decreasing(sizes, capacity) },
    Method {
        name: "mffd",
        usual_seconds: 0,
        pack: |sizes, capacity, _| modified_first_fit_decreasing(sizes, capacity),
    },
    Method { name: "search", usual_seconds: 1, pack: search },
    Method { name: "genetic", usual_seconds: 1, pack: genetic },
    Method { name: "exact", usual_seconds: 10, pack: exact },
];

fn search(sizes: &[u64], capacity: u64, time: Duration) -> Result<Packing, PackingError> {
    let mut search = ConsistentNeighborhoodSearch::new(sizes, capacity, SEED)?;
    steps::within(time, |units| search.step(units));
    Ok(search.best().clone())
}

fn genetic(sizes: &[u64], capacity: u64, time: Duration) -> Result<Packing, PackingError> {
    let mut search = GroupingGenetic::new(sizes, capacity, SEED)?;
    steps::within(time, |units| search.step(units));
    Ok(search.best().clone())
}

fn exact(sizes: &[u64], capacity: u64, time: Duration) -> Result<Packing, PackingError> {
    let mut solver = BranchAndPrice::new(sizes, capacity)?;
    steps::within(time, |units| solver.step(units));
    Ok(solver.best().clone())
}

/// Of each search.
const SEED: u64 = 1;

/// A line of the table, less its name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) items: usize,
    pub(crate) lower: usize,
    pub(crate) upper: usize,
    pub(crate) bins: usize,
    pub(crate) bound: usize,
    pub(crate) seconds: f64,
}

impl Method {
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        METHODS.iter().find(|method| method.name == name)
    }

    /// Packs an instance, measures the processor's time, and checks what came of it.
    pub(crate) fn run(&self, instance: &Instance, time: Duration) -> Result<Outcome, String> {
        let clock = ThreadTime::now();
        let packing = (self.pack)(&instance.sizes, instance.capacity, time);
        let seconds = clock.elapsed().as_secs_f64();
        let wrong = |error: PackingError| format!("{}: {error}", instance.name);
        let packing = packing.map_err(wrong)?;
        packing.validate(&instance.sizes).map_err(wrong)?;
        Outcome::of(instance, &packing, seconds)
    }
}

impl Outcome {
    /// An error if the file knows better: a packing or a bound that cannot be.
    fn of(instance: &Instance, packing: &Packing, seconds: f64) -> Result<Self, String> {
        let &Instance { ref name, lower, upper, ref sizes, .. } = instance;
        let (bins, bound) = (packing.bin_count(), packing.lower_bound());
        if bins < lower || bound > upper {
            return Err(format!("{name}: {bins} bins and the bound {bound} contradict LB {lower} and UB {upper}"));
        }
        Ok(Self { items: sizes.len(), lower, upper, bins, bound, seconds })
    }

    pub(crate) fn is_proved(self) -> bool {
        self.bins == self.bound
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { items, lower, upper, bins, bound, seconds } = self;
        let proved = if self.is_proved() { "yes" } else { "no" };
        write!(f, "{items} {lower} {upper} {bins} {bound} {proved} {seconds:.6}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(lower: usize, upper: usize) -> Instance {
        Instance { name: "nine".to_owned(), capacity: 100, lower, upper, sizes: vec![34; 9] }
    }

    #[test]
    fn a_line_says_what_was_found_and_what_is_proved() {
        let outcome = Method::named("ffd").unwrap().run(&instance(5, 5), Duration::ZERO).unwrap();
        assert_eq!((outcome.bins, outcome.bound, outcome.is_proved()), (5, 4, false));
        assert_eq!(Outcome { seconds: 0.25, ..outcome }.to_string(), "9 5 5 5 4 no 0.250000");
    }

    #[test]
    fn what_contradicts_the_file_is_an_error() {
        let method = Method::named("bfd").unwrap();
        let wrong = method.run(&instance(6, 6), Duration::ZERO).unwrap_err();
        assert_eq!(wrong, "nine: 5 bins and the bound 4 contradict LB 6 and UB 6");
        assert!(method.run(&instance(3, 3), Duration::ZERO).is_err());
    }

    #[test]
    fn every_method_has_a_name_of_its_own() {
        for method in &METHODS {
            assert!(std::ptr::eq(Method::named(method.name).unwrap(), method), "{}", method.name);
        }
    }
}
