//! How likely a morning is on days of each cause, from the other days.

use super::causes::{Cause, Day, Kind, LEVELS, Noon, Suspects};

/// The days but one.
pub(super) struct Others<'a> {
    days: Vec<&'a Day>,
    suspects: &'a Suspects,
    hypotheses: &'a [Cause],
}

impl<'a> Others<'a> {
    pub(super) fn than(today: usize, days: &'a [Day], suspects: &'a Suspects, hypotheses: &'a [Cause]) -> Self {
        let others = days.iter().enumerate().filter(|&(index, _)| index != today).map(|(_, day)| day);
        Self { days: others.collect(), suspects, hypotheses }
    }

    /// How frequent days of each cause are: first their kind, then who of it. Each is counted once more than it was, so
    /// that nothing is impossible (Laplace).
    pub(super) fn frequencies(&self) -> Vec<f64> {
        let frequency = |cause: &Cause| {
            let who = self.hypotheses.iter().filter(|other| other.kind() == cause.kind()).count();
            let kind = self.part(|_| true, |day| day.cause.kind() == cause.kind(), Kind::ALL.len());
            kind * self.part(|day| day.cause.kind() == cause.kind(), |day| day.cause == *cause, who)
        };
        self.hypotheses.iter().map(frequency).collect()
    }

    /// The likelihoods of what is seen at noon, one piece of evidence after the other.
    pub(super) fn evidence(&self, noon: Noon) -> [Vec<f64>; 3] {
        let level = |cause: &Cause| {
            self.part(|day| day.cause.kind() == cause.kind(), |day| day.noon.level == noon.level, LEVELS.len() + 1)
        };
        let carrier = |cause: &Cause| {
            let named = |cause: Cause| if let Cause::Carrier(name) = cause { Some(name) } else { None };
            self.seen(*cause, noon.carrier, |day| day.noon.carrier, named, self.suspects.carriers.len())
        };
        let airport = |cause: &Cause| {
            let named = |cause: Cause| if let Cause::Airport(name) = cause { Some(name) } else { None };
            self.seen(*cause, noon.airport, |day| day.noon.airport, named, self.suspects.airports.len())
        };
        let each = |likelihood: &dyn Fn(&Cause) -> f64| self.hypotheses.iter().map(likelihood).collect();
        [each(&level), each(&carrier), each(&airport)]
    }

    /// How likely `who` stands out at noon: what counts on days of the same kind is whether it was the one that the cause
    /// names, and not which name that is.
    fn seen(
        &self,
        cause: Cause,
        who: Option<u32>,
        seen: impl Fn(&Day) -> Option<u32>,
        named: impl Fn(Cause) -> Option<u32>,
        suspects: usize,
    ) -> f64 {
        let role = |cause: Cause, who: Option<u32>| match (named(cause), who) {
            (_, None) => Role::Nobody,
            (Some(named), Some(who)) if named == who => Role::Named,
            _ => Role::Other,
        };
        let (today, is_named) = (role(cause, who), named(cause).is_some());
        let roles = if is_named { 3 } else { 2 };
        let part = self.part(|day| day.cause.kind() == cause.kind(), |day| role(day.cause, seen(day)) == today, roles);
        // Others are as likely as each other.
        let alike = if today == Role::Other { suspects - usize::from(is_named) } else { 1 };
        part / alike.max(1) as f64
    }

    /// The part of the days of one kind for which something of so many things holds.
    fn part(&self, among: impl Fn(&Day) -> bool, holds: impl Fn(&Day) -> bool, things: usize) -> f64 {
        let among: Vec<_> = self.days.iter().filter(|day| among(day)).collect();
        let holding = among.iter().filter(|day| holds(day)).count();
        (holding + 1) as f64 / (among.len() + things) as f64
    }
}

/// Of who stands out at noon.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Nobody,
    Named,
    Other,
}
