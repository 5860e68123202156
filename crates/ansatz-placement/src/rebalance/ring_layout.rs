//! A ring's layout: the exact ranges of hashes between its points.

use ansatz_hash::{Key, KeyHasher};

use super::Layout;
use crate::Ring;

impl<N: Key + Clone, H: KeyHasher> Ring<N, H> {
    /// The ranges of hashes that the nodes own, as a layout: what a [`Plan`](crate::Plan) from an older ring moves.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Balance, Member, Plan, Ring};
    ///
    /// let mut ring = Ring::new(["a:6379", "b:6379", "c:6379"])?;
    /// let old = ring.layout();
    /// ring.add(Member::new("d:6379"))?;
    /// let plan = Plan::between(&old, &ring.layout(), &Balance::as_laid_out())?;
    /// assert!(plan.moves().all(|moved| *moved.to == "d:6379"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(points), in time and in memory.
    pub fn layout(&self) -> Layout<N> {
        let (starts, owners) = self.ranges().map(|(range, slot)| (*range.start(), slot as u32)).unzip();
        Layout::of_circle(self.fleet().clone(), starts, owners)
    }
}
