//! The methods of the table, and what each says of an instance.

use std::{fmt, time::Duration};

use ansatz_packing::{Packing, PackingError, best_fit_decreasing, first_fit_decreasing, modified_first_fit_decreasing};
use cpu_time::ThreadTime;

use crate::instance::Instance;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Method {
    FirstFitDecreasing,
    BestFitDecreasing,
    ModifiedFirstFitDecreasing,
}

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
    const ALL: [Self; 3] = [Self::FirstFitDecreasing, Self::BestFitDecreasing, Self::ModifiedFirstFitDecreasing];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FirstFitDecreasing => "ffd",
            Self::BestFitDecreasing => "bfd",
            Self::ModifiedFirstFitDecreasing => "mffd",
        }
    }

    /// What an instance is given if nothing is said.
    pub(crate) fn usual_time(self) -> Duration {
        Duration::from_secs(1)
    }

    /// Packs an instance, measures the processor's time, and checks what came of it.
    pub(crate) fn run(self, instance: &Instance, time: Duration) -> Result<Outcome, String> {
        let clock = ThreadTime::now();
        let packing = self.pack(instance, time);
        let seconds = clock.elapsed().as_secs_f64();
        let wrong = |error: PackingError| format!("{}: {error}", instance.name);
        let packing = packing.map_err(wrong)?;
        packing.validate(&instance.sizes).map_err(wrong)?;
        Outcome::of(instance, &packing, seconds)
    }

    fn pack(self, instance: &Instance, _time: Duration) -> Result<Packing, PackingError> {
        let (sizes, capacity) = (&instance.sizes, instance.capacity);
        match self {
            Self::FirstFitDecreasing => first_fit_decreasing(sizes, capacity),
            Self::BestFitDecreasing => best_fit_decreasing(sizes, capacity),
            Self::ModifiedFirstFitDecreasing => modified_first_fit_decreasing(sizes, capacity),
        }
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
        let outcome = Method::FirstFitDecreasing.run(&instance(5, 5), Duration::from_secs(1)).unwrap();
        assert_eq!((outcome.bins, outcome.bound, outcome.is_proved()), (5, 4, false));
        assert_eq!(Outcome { seconds: 0.25, ..outcome }.to_string(), "9 5 5 5 4 no 0.250000");
    }

    #[test]
    fn what_contradicts_the_file_is_an_error() {
        let wrong = Method::BestFitDecreasing.run(&instance(6, 6), Duration::from_secs(1)).unwrap_err();
        assert_eq!(wrong, "nine: 5 bins and the bound 4 contradict LB 6 and UB 6");
        assert!(Method::BestFitDecreasing.run(&instance(3, 3), Duration::from_secs(1)).is_err());
    }

    #[test]
    fn every_method_has_a_name_of_its_own() {
        for method in Method::ALL {
            assert_eq!(Method::named(method.name()), Some(method));
        }
    }
}
