//! Lower bounds of energies: how good is what a search has found?

use alloc::{vec, vec::Vec};

use super::Ising;

impl Ising {
    /// A number that no energy is below.
    ///
    /// If every field and every coupling had its way, the energy would be the offset less the sum of their sizes. Around a
    /// cycle of couplings of which an odd number are positive, not all can (Toulouse's frustration), and at least twice the
    /// least of their sizes is lost. Such cycles that share no more than their couplings are worth are looked for greedily,
    /// the shortest first; fields are couplings with one more spin. Without any such cycle (a bipartite graph that is to be
    /// cut, a chain, a tree, a planted solution without contradictions) the bound is the least energy itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_quantum::Ising;
    ///
    /// // One pair of a triangle is alike, and so is one of each ring with an odd number.
    /// let ring = |n: usize| Ising::new(&vec![0.0; n], (0..n).map(|i| (i, (i + 1) % n, 1.0)));
    /// assert_eq!(ring(3)?.lower_bound(), -1.0);
    /// assert_eq!(ring(100)?.lower_bound(), -100.0);
    /// assert_eq!(ring(101)?.lower_bound(), -99.0);
    /// # Ok::<(), ansatz_quantum::QuantumError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n + m) time and memory for m couplings, with up to some hundred looks at each.
    ///
    /// # Accuracy
    ///
    /// Exact arithmetic as long as energies are exact (see [`Ising`]). Otherwise the bound is lowered by what rounding may
    /// have added, and even without frustration it is a little below the least energy. It is far from tight where many
    /// cycles cross: semidefinite bounds (Goemans and Williamson, 1995) and odd-cycle cuts (Barahona, 1983) are better, and
    /// far from cheap.
    ///
    /// # References
    ///
    /// G. Toulouse, "Theory of the frustration effect in spin glasses: I", Communications on Physics 2, 1977. F. Barahona and
    /// A. R. Mahjoub, "On the cut polytope", Mathematical Programming 36, 1986, for the inequality of each cycle.
    pub fn lower_bound(&self) -> f64 {
        let mut search = Search::new(self);
        let sizes: f64 = search.residuals.iter().sum();
        let mut depth = 1;
        while search.is_frustrated() && search.grow_trees(depth) {
            depth = depth.saturating_add(depth.div_ceil(2));
        }
        let slack = if is_exact(self, sizes) {
            0.0
        } else {
            // Each sum of k numbers is off by at most k units in the last place of its largest part.
            (2 * search.residuals.len() + self.len() + search.cycles) as f64
                * f64::EPSILON
                * (sizes + self.offset().abs())
        };
        self.offset() - sizes + 2.0 * search.lost - slack
    }
}

/// What is left of each coupling when cycles have been taken away.
struct Search {
    /// Where each spin's places start; the last spin is the one that fields are coupled with.
    starts: Vec<usize>,
    /// For each place, the other spin, the coupling, and whether the two want to differ.
    places: Vec<Place>,
    residuals: Vec<f64>,
    /// Each spin's way to the root of the tree that it has been reached by.
    reached: Vec<Reached>,
    /// The number of the tree.
    tree: u32,
    /// The sum of what cycles lose, and their number.
    lost: f64,
    cycles: usize,
    /// Looks at places that are still allowed.
    budget: usize,
}

#[derive(Clone, Copy)]
struct Place {
    spin: u32,
    coupling: u32,
    is_positive: bool,
}

#[derive(Clone, Copy)]
struct Reached {
    tree: u32,
    depth: u32,
    parent: u32,
    coupling: u32,
    /// Whether the spin differs from the root if all couplings on the way have their will.
    differs: bool,
}

impl Search {
    fn new(model: &Ising) -> Self {
        let ghost = model.len();
        let fields = model.fields().iter().enumerate().filter(|&(_, &field)| field != 0.0);
        let couplings: Vec<_> = model.couplings().chain(fields.map(|(spin, &field)| (spin, ghost, field))).collect();
        let mut starts = vec![0; ghost + 2];
        for &(one, other, _) in &couplings {
            starts[one + 1] += 1;
            starts[other + 1] += 1;
        }
        for spin in 0..=ghost {
            starts[spin + 1] += starts[spin];
        }
        let mut next = starts.clone();
        let mut places = vec![Place { spin: 0, coupling: 0, is_positive: false }; 2 * couplings.len()];
        for (coupling, &(one, other, weight)) in couplings.iter().enumerate() {
            for (from, to) in [(one, other), (other, one)] {
                let is_positive = weight > 0.0;
                places[next[from]] = Place { spin: to as u32, coupling: coupling as u32, is_positive };
                next[from] += 1;
            }
        }
        let nowhere = Reached { tree: 0, depth: 0, parent: 0, coupling: 0, differs: false };
        Self {
            starts,
            budget: LOOKS * (places.len() + ghost),
            places,
            residuals: couplings.iter().map(|&(_, _, weight)| weight.abs()).collect(),
            reached: vec![nowhere; ghost + 1],
            tree: 0,
            lost: 0.0,
            cycles: 0,
        }
    }

    /// Whether what is left has a cycle that cannot have its will, as a tree of each part without limits shows.
    fn is_frustrated(&mut self) -> bool {
        self.tree += 1;
        let first = self.tree;
        let mut queue = Vec::new();
        for root in 0..self.reached.len() {
            if self.reached[root].tree >= first {
                continue;
            }
            self.plant(root, &mut queue);
            while let Some(spin) = queue.pop() {
                for place in self.starts[spin]..self.starts[spin + 1] {
                    let Place { spin: to, coupling, is_positive } = self.places[place];
                    if self.residuals[coupling as usize] <= 0.0 {
                        continue;
                    }
                    let differs = self.reached[spin].differs != is_positive;
                    if self.reached[to as usize].tree < first {
                        self.reach(spin, place, differs, &mut queue);
                    } else if self.reached[to as usize].differs != differs {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Takes away the cycles of a tree at each spin that go no deeper; whether the budget lasts.
    fn grow_trees(&mut self, depth: u32) -> bool {
        let mut queue = Vec::new();
        for root in 0..self.reached.len() {
            self.tree += 1;
            queue.clear();
            self.plant(root, &mut queue);
            let mut next = 0;
            while next < queue.len() {
                self.look_around(queue[next], depth, &mut queue);
                next += 1;
            }
            if self.budget == 0 {
                return false;
            }
        }
        true
    }

    /// Follows what is left of a spin's couplings, and takes away the cycles that they close.
    fn look_around(&mut self, spin: usize, depth: u32, queue: &mut Vec<usize>) {
        let Reached { depth: at, coupling: way_in, differs: is_turned, .. } = self.reached[spin];
        for place in self.starts[spin]..self.starts[spin + 1] {
            // What nothing is left of leads nowhere.
            if self.budget == 0 || (at > 0 && self.residuals[way_in as usize] <= 0.0) {
                return;
            }
            self.budget -= 1;
            let Place { spin: to, coupling, is_positive } = self.places[place];
            if self.residuals[coupling as usize] <= 0.0 {
                continue;
            }
            let differs = is_turned != is_positive;
            let other = self.reached[to as usize];
            if other.tree != self.tree {
                if at < depth {
                    self.reach(spin, place, differs, queue);
                }
            } else if other.differs != differs {
                self.take_cycle(spin, to as usize, coupling as usize);
            }
        }
    }

    fn plant(&mut self, root: usize, queue: &mut Vec<usize>) {
        self.reached[root] = Reached { tree: self.tree, depth: 0, parent: root as u32, coupling: 0, differs: false };
        queue.push(root);
    }

    fn reach(&mut self, from: usize, place: usize, differs: bool, queue: &mut Vec<usize>) {
        let Place { spin, coupling, .. } = self.places[place];
        let depth = self.reached[from].depth + 1;
        self.reached[spin as usize] = Reached { tree: self.tree, depth, parent: from as u32, coupling, differs };
        queue.push(spin as usize);
    }

    /// Takes from each coupling of a cycle, a way up the tree and down again, as much as the least of them has.
    fn take_cycle(&mut self, one: usize, other: usize, closing: usize) {
        let least =
            self.way(one, other).fold(self.residuals[closing], |least, coupling| least.min(self.residuals[coupling]));
        if least <= 0.0 {
            return;
        }
        self.residuals[closing] -= least;
        let way: Vec<usize> = self.way(one, other).collect();
        for coupling in way {
            self.residuals[coupling] -= least;
        }
        self.lost += least;
        self.cycles += 1;
    }

    /// The couplings between two spins of a tree.
    fn way(&self, mut one: usize, mut other: usize) -> impl Iterator<Item = usize> + '_ {
        core::iter::from_fn(move || {
            if one == other {
                return None;
            }
            if self.reached[one].depth < self.reached[other].depth {
                core::mem::swap(&mut one, &mut other);
            }
            let Reached { parent, coupling, .. } = self.reached[one];
            one = parent as usize;
            Some(coupling as usize)
        })
    }
}

/// Whether sums of a model's numbers are exact: all are multiples of a power of two, and `sizes` is below 2^53 of it.
fn is_exact(model: &Ising, sizes: f64) -> bool {
    let numbers = model.couplings().map(|(_, _, weight)| weight).chain(model.fields().iter().copied());
    let unit = numbers.chain([model.offset()]).filter(|&number| number != 0.0).map(lowest_bit).min();
    let largest = sizes + model.offset().abs();
    unit.is_none_or(|unit| largest == 0.0 || libm::ilogb(largest) <= unit + 52)
}

/// The exponent of the last bit that is set in a number that is not 0.
fn lowest_bit(number: f64) -> i32 {
    // As a whole number of 53 bits.
    let exponent = libm::ilogb(number) - 52;
    let whole = libm::scalbn(number.abs(), -exponent) as u64;
    exponent + whole.trailing_zeros() as i32
}

/// Looks at each place: depths of a handful on sparse graphs, and triangles on dense ones.
const LOOKS: usize = 200;
