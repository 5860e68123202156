//! Barriers that are tall and thin, or wide and shallow: clusters of spins that have to turn together.

use ansatz_quantum::{Ising, QuantumError};

/// Pairs of clusters, a weak one beside a strong one, in a ring of strong ones.
///
/// A cluster is a complete bipartite graph of `size` spins with ferromagnetic couplings of `inner`. Each spin of a strong
/// cluster has a field of 1 that wants it up, each of a weak one a field of `field` that wants it down. Half of a strong
/// cluster's spins are coupled with half of the weak cluster's by 1, spin by spin, and likewise the other half with half of
/// the next strong cluster.
///
/// With all spins up the energy is least as long as `field` is below 1/2. With weak clusters down there is a local minimum if
/// `inner size / 2 + field` is above 1, into which each weak cluster is led by its own field. The way out is crossed by
/// turning `size` spins: a barrier of `inner size^2 / 4 - (1 - 2 field) size / 2` if both halves turn alike, and by up to
/// about `field (1 - field) / inner` less if the half that is coupled with the strong cluster turns first.
///
/// V. S. Denchev, S. Boixo, S. V. Isakov, N. Ding, R. Babbush, V. Smelyanskiy, J. Martinis and H. Neven, *What is the
/// Computational Value of Finite-Range Tunneling?*, Physical Review X 6, 031015 (2016), with `size` 8, `inner` 1 and `field`
/// 0.44.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeakStrong {
    /// The number of pairs.
    pub pairs: usize,
    /// Spins of a cluster, an even number.
    pub size: usize,
    /// The strength of couplings in a cluster.
    pub inner: f64,
    /// The field of weak clusters, above 0 and below 1/2.
    pub field: f64,
}

impl WeakStrong {
    /// The model; the signs are those of [`Ising`], so that fields and ferromagnetic couplings of spins up are negative.
    ///
    /// # Errors
    ///
    /// Those of [`Ising::new`].
    pub fn model(&self) -> Result<Ising, QuantumError> {
        let Self { pairs, size, inner, field } = *self;
        let half = size / 2;
        let strong = |pair: usize| 2 * (pair % pairs) * size;
        let weak = |pair: usize| strong(pair) + size;
        let mut fields = vec![-1.0; 2 * pairs * size];
        let mut couplings = Vec::new();
        for pair in 0..pairs {
            fields[weak(pair)..weak(pair) + size].fill(field);
            for cluster in [strong(pair), weak(pair)] {
                let inside = (0..half).flat_map(|left| (half..size).map(move |right| (left, right)));
                couplings.extend(inside.map(|(left, right)| (cluster + left, cluster + right, -inner)));
            }
            couplings.extend((0..half).map(|spin| (strong(pair) + spin, weak(pair) + spin, -1.0)));
            if pairs > 1 {
                let next = strong(pair + 1);
                couplings.extend((half..size).map(|spin| (strong(pair) + spin, next + spin, -1.0)));
            }
        }
        Ising::new(&fields, couplings)
    }

    /// The least energy: that of all spins up.
    #[must_use]
    pub fn least_energy(&self) -> f64 {
        let half = (self.size / 2) as f64;
        let strong = -(self.size as f64) - self.inner * half * half;
        let weak = self.field * self.size as f64 - self.inner * half * half - half;
        let next = if self.pairs > 1 { -half } else { 0.0 };
        self.pairs as f64 * (strong + weak + next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_up_is_least() {
        for (pairs, size, inner, field) in [(1, 8, 1.0, 0.44), (2, 4, 0.5, 0.25), (3, 2, 1.0, 0.4)] {
            let instance = WeakStrong { pairs, size, inner, field };
            let Ok(model) = instance.model() else { panic!("{instance:?} has no model") };
            let n = model.len();
            let energy = |state: u32| {
                let spins: Vec<i8> = (0..n).map(|spin| if state >> spin & 1 == 1 { 1 } else { -1 }).collect();
                model.energy(&spins).unwrap_or(f64::NAN)
            };
            let up = (1 << n) - 1;
            assert!((energy(up) - instance.least_energy()).abs() < 1e-9);
            assert!((0..up).all(|state| energy(state) > energy(up)), "{instance:?}");
        }
    }
}
