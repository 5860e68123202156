//! Which nodes have changed since.

use alloc::{vec, vec::Vec};

/// The nodes that have changed, in order of time.
#[derive(Debug, Clone)]
pub(super) struct Changes {
    /// The time of the first entry of the log.
    start: u64,
    log: Vec<u32>,
    /// By node, the time of its last change.
    last: Vec<u64>,
}

impl Changes {
    pub(super) fn new(nodes: usize) -> Self {
        Self { start: 1, log: Vec::new(), last: vec![0; nodes] }
    }

    /// The number of changes so far.
    pub(super) fn now(&self) -> u64 {
        self.start + self.log.len() as u64
    }

    /// A node has changed.
    pub(super) fn note(&mut self, node: usize) {
        // Whoever has not looked for that long looks at all nodes again: the log stays as short as the list of nodes.
        if self.log.len() >= 4 * self.last.len() + 64 {
            self.start = self.now();
            self.log.clear();
        }
        self.last[node] = self.now();
        self.log.push(node as u32);
    }

    /// The nodes that have changed since then, each once; none if that is too long ago or if they are most of all.
    pub(super) fn since(&self, then: u64) -> Option<impl Iterator<Item = usize>> {
        let entries = self.log.get(usize::try_from(then.checked_sub(self.start)?).ok()?..)?;
        (entries.len() <= self.last.len()).then(|| {
            let timed = (then..).zip(entries);
            timed.filter(|&(time, &node)| self.last[node as usize] == time).map(|(_, &node)| node as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::Changes;

    #[test]
    fn each_node_once() {
        let mut changes = Changes::new(100);
        let then = changes.now();
        for node in [3, 1, 3, 2] {
            changes.note(node);
        }
        let since = |changes: &Changes, then| changes.since(then).map(Iterator::collect::<Vec<_>>);
        assert_eq!(since(&changes, then), Some(vec![1, 3, 2]));
        assert_eq!(since(&changes, changes.now()), Some(vec![]));
        for time in 0..1000 {
            changes.note(time % 100);
        }
        assert_eq!(since(&changes, then), None);
        let then = changes.now();
        changes.note(5);
        assert_eq!(since(&changes, then), Some(vec![5]));
    }
}
