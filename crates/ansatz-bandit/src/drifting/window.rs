//! The rewards of the last decisions, and what they amount to for each arm: without a subtraction.

use alloc::{collections::VecDeque, vec::Vec};

use ansatz_core::{
    DecodeError, MergeError, ParameterError,
    bytes::{Codec, Reader, Writer},
    require_range,
};

use crate::{BanditError, engine::rule::require_arms, evidence::Evidence};

/// The rewards of the last `length` decisions, by decision, and their evidence by arm.
///
/// Decisions are cut into epochs as long as the window, so that it covers the end of one and the beginning of the next.
/// Of the ending one each entry knows the evidence of its arm behind it, which is the arm's when the entry has left; of the
/// beginning one it knows that up to itself. So evidence is only ever added up, at most `length` rewards of it, and no error
/// is left of what is gone. It is added up in the order of the decisions, whatever the order in which rewards come:
/// equal windows have equal sums, to the bit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Window {
    length: u64,
    /// The decision of the first entry.
    first: u64,
    entries: VecDeque<Entry>,
    arms: Vec<Tally>,
}

/// A decision.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    /// The position of its arm, once its reward has come and as long as the arm is there.
    arm: u32,
    reward: f64,
    /// In the ending epoch, the evidence of the arm after this entry; in the beginning one, up to and with it.
    fold: Evidence,
}

/// The evidence of an arm.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Tally {
    ending: Evidence,
    beginning: Evidence,
    /// The decision after the last one that `beginning` holds.
    next: u64,
}

impl Window {
    pub(super) fn new(arms: usize, length: u64) -> Result<Self, ParameterError> {
        let length = require_length(length)?;
        let arms = alloc::vec![Tally::default(); require_arms(arms)?];
        Ok(Self { length, first: 0, entries: VecDeque::new(), arms })
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn arms(&self) -> usize {
        self.arms.len()
    }

    /// What the rewards of each arm amount to.
    pub(super) fn evidence(&self) -> impl Iterator<Item = Evidence> + '_ {
        self.arms.iter().map(|tally| {
            let mut evidence = tally.ending;
            evidence.merge(&tally.beginning);
            evidence
        })
    }

    pub(super) fn add_arm(&mut self) {
        self.arms.push(Tally::default());
    }

    pub(super) fn remove_arm(&mut self, position: usize) {
        self.arms.remove(position);
        let gone = position as u32;
        for entry in &mut self.entries {
            if entry.arm == gone {
                *entry = Entry::EMPTY;
            } else if entry.arm != NO_ARM && entry.arm > gone {
                entry.arm -= 1;
            }
        }
    }

    /// Moves on so that decision `sequence` is in the window.
    pub(super) fn advance(&mut self, sequence: u64) {
        while self.end() <= sequence {
            if self.end().is_multiple_of(self.length) {
                self.refold(self.end());
            }
            if self.entries.len() as u64 == self.length {
                self.evict();
            }
            self.entries.push_back(Entry::EMPTY);
        }
    }

    /// The reward of a decision, which has none yet; one that has left the window changes nothing.
    pub(super) fn learn(&mut self, position: usize, sequence: u64, reward: f64) {
        self.advance(sequence);
        let Some(index) = sequence.checked_sub(self.first) else { return };
        let index = index as usize;
        let entry = &mut self.entries[index];
        (entry.arm, entry.reward) = (position as u32, reward);
        if sequence < self.turn() {
            self.insert_ending(position, index);
        } else if sequence < self.arms[position].next {
            self.insert_beginning(position, index);
        } else {
            self.append(index);
        }
    }

    /// Windows of two sequences of decisions have no common one.
    pub(super) fn merge(&self, other: &Self) -> Result<(), MergeError> {
        MergeError::unless_equal("sliding window", self.length, other.length)?;
        Err(MergeError::new("sequence of decisions", "its own", "another"))
    }

    /// Whether it is that before decision `now`.
    pub(super) fn check_clock(&self, now: u64) -> bool {
        self.end() == now
    }

    fn end(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    /// The first decision of the epoch that begins.
    fn turn(&self) -> u64 {
        let last = self.end().saturating_sub(1);
        last - last % self.length
    }

    /// The index of the first entry of the epoch that begins.
    fn turn_index(&self) -> usize {
        self.turn().saturating_sub(self.first) as usize
    }

    fn evict(&mut self) {
        let Some(entry) = self.entries.pop_front() else { return };
        self.first += 1;
        if let Some(tally) = self.arms.get_mut(entry.arm as usize) {
            tally.ending = entry.fold;
        }
    }

    /// Adds up anew, with the epoch that begins at decision `turn`.
    fn refold(&mut self, turn: u64) {
        self.arms.fill(Tally::default());
        let turn = turn.saturating_sub(self.first) as usize;
        for entry in self.entries.range_mut(..turn).rev() {
            if let Some(tally) = self.arms.get_mut(entry.arm as usize) {
                entry.fold = tally.ending;
                tally.ending.add(1.0, entry.reward);
            }
        }
        for index in turn..self.entries.len() {
            if self.entries[index].arm != NO_ARM {
                self.append(index);
            }
        }
    }

    /// Adds an entry of the epoch that begins behind all others of its arm.
    fn append(&mut self, index: usize) {
        let entry = &mut self.entries[index];
        if let Some(tally) = self.arms.get_mut(entry.arm as usize) {
            tally.beginning.add(1.0, entry.reward);
            tally.next = self.first + index as u64 + 1;
            entry.fold = tally.beginning;
        }
    }

    /// Adds an entry of the epoch that begins before others of its arm.
    fn insert_beginning(&mut self, position: usize, index: usize) {
        let arm = position as u32;
        let before = self.entries.range(self.turn_index()..index).rev().find(|entry| entry.arm == arm);
        let mut fold = before.map(|entry| entry.fold).unwrap_or_default();
        for entry in self.entries.range_mut(index..).filter(|entry| entry.arm == arm) {
            fold.add(1.0, entry.reward);
            entry.fold = fold;
        }
        self.arms[position].beginning = fold;
    }

    /// Adds an entry of the epoch that ends.
    fn insert_ending(&mut self, position: usize, index: usize) {
        let arm = position as u32;
        let behind = self.entries.range(index + 1..self.turn_index()).find(|entry| entry.arm == arm);
        let mut fold = behind.map(Entry::with_fold).unwrap_or_default();
        for entry in self.entries.range_mut(..=index).rev().filter(|entry| entry.arm == arm) {
            entry.fold = fold;
            fold.add(1.0, entry.reward);
        }
        self.arms[position].ending = fold;
    }
}

impl Entry {
    const EMPTY: Self = Self { arm: NO_ARM, reward: 0.0, fold: Evidence { weight: 0.0, sum: 0.0, spread: 0.0 } };

    /// The evidence from this entry of the ending epoch on.
    fn with_fold(&self) -> Evidence {
        let mut fold = self.fold;
        fold.add(1.0, self.reward);
        fold
    }
}

impl Codec for Window {
    fn encode(&self, writer: &mut Writer) {
        self.length.encode(writer);
        self.first.encode(writer);
        self.counts().collect::<Vec<u64>>().encode(writer);
        writer.count(self.entries.len());
        for entry in &self.entries {
            entry.arm.encode(writer);
            entry.reward.encode(writer);
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let length = require_length(reader.u64()?)?;
        let first = require_range("first", reader.u64()?, 0..=u64::MAX / 2)?;
        let counts = Vec::<u64>::decode(reader)?;
        let arms = require_arms(counts.len())?;
        let count = reader.count(ENTRY_BYTES)?;
        if count as u64 > length || (first > 0 && (count as u64) < length) {
            return Err(DecodeError::field("decisions", count, format_args!("the last {length}")));
        }
        let mut entries = VecDeque::with_capacity(count);
        for _ in 0..count {
            let (arm, reward) = (reader.u32()?, reader.f64()?);
            if arm == NO_ARM && reward.to_bits() != 0 || arm != NO_ARM && arm as usize >= arms {
                return Err(DecodeError::field("arm", arm, format_args!("one of {arms}, or none without a reward")));
            }
            entries.push_back(Entry { arm, reward, ..Entry::EMPTY });
        }
        let mut window = Self { length, first, entries, arms: Vec::new() };
        window.arms.resize(arms, Tally::default());
        window.refold(window.turn());
        if !window.counts().eq(counts) {
            return Err(DecodeError::field("rewards of an arm", "another number", "those in the window"));
        }
        Ok(window)
    }
}

impl Window {
    /// How many rewards of each arm there are.
    fn counts(&self) -> impl Iterator<Item = u64> + '_ {
        self.evidence().map(|evidence| evidence.weight as u64)
    }

    /// Whether the rewards that are there can be.
    pub(super) fn require_rewards(&self, require: impl Fn(f64) -> Result<(), BanditError>) -> Result<(), DecodeError> {
        for entry in self.entries.iter().filter(|entry| entry.arm != NO_ARM) {
            require(entry.reward).map_err(|_| DecodeError::field("reward", entry.reward, "what an arm can pay"))?;
        }
        Ok(())
    }
}

fn require_length(length: u64) -> Result<u64, ParameterError> {
    require_range("sliding window", length, 1..=MOST)
}

/// The arm of a decision without a reward.
const NO_ARM: u32 = u32::MAX;

/// An arm and a reward.
const ENTRY_BYTES: usize = 12;

/// 640 MiB of entries.
const MOST: u64 = 1 << 24;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use ansatz_core::bytes::Kind;
    use ansatz_random::{Stream, below, shuffle, unit};

    use super::*;

    fn read(window: &Window) -> Window {
        let mut writer = Writer::new(Kind::new(*b"TEST"), 1, 0);
        window.encode(&mut writer);
        Window::decode(&mut Reader::new(&writer.into_bytes()[10..])).unwrap()
    }

    /// What the window's definition says, from all rewards that ever came.
    fn assert_is(window: &Window, length: u64, now: u64, rewards: &[(u64, usize, f64)]) {
        for (arm, found) in window.evidence().enumerate() {
            let inside = rewards.iter().filter(|(sequence, of, _)| *of == arm && sequence + length >= now);
            let (count, sum) = inside.fold((0.0, 0.0), |(count, sum), (.., reward)| (count + 1.0, sum + reward));
            assert_eq!(found.weight, count);
            assert!((found.sum - sum).abs() <= 1e-12 * sum, "{} is not {sum}", found.sum);
        }
    }

    #[test]
    fn rewards_in_any_order_come_to_what_the_definition_says() {
        for (seed, length) in [1, 2, 3, 7, 64, 1_000].into_iter().enumerate() {
            let mut rng = Stream::new(seed as u64, 0);
            let mut window = Window::new(3, length).unwrap();
            let (mut waiting, mut rewards) = (Vec::new(), Vec::new());
            for now in 0..700u64 {
                window.advance(now);
                waiting.push((now, below(&mut rng, 3) as usize, unit(&mut rng)));
                while !waiting.is_empty() && below(&mut rng, 40) != 0 && waiting.len() > below(&mut rng, 30) as usize {
                    let (sequence, arm, reward) = waiting.swap_remove(below(&mut rng, waiting.len() as u64) as usize);
                    window.learn(arm, sequence, reward);
                    rewards.push((sequence, arm, reward));
                }
                assert_is(&window, length, now + 1, &rewards);
                if now % 16 == 0 {
                    assert_eq!(read(&window), window, "{length} at {now}");
                }
            }
        }
    }

    #[test]
    fn the_order_changes_no_bit() {
        let mut rng = Stream::new(1, 0);
        let mut rewards: Vec<_> = (0..150u64).map(|at| (at, below(&mut rng, 3) as usize, unit(&mut rng))).collect();
        let mut expected = Window::new(3, 60).unwrap();
        for (sequence, arm, reward) in &rewards {
            expected.learn(*arm, *sequence, *reward);
        }
        for _ in 0..50 {
            shuffle(&mut rng, &mut rewards);
            let mut window = Window::new(3, 60).unwrap();
            window.advance(149);
            for (sequence, arm, reward) in &rewards {
                window.learn(*arm, *sequence, *reward);
            }
            assert_eq!(window, expected);
        }
    }

    /// A sum from which rewards of 1e15 have been subtracted again has lost those of a thousandth.
    #[test]
    fn nothing_is_left_of_what_has_gone() {
        let mut window = Window::new(1, 100).unwrap();
        let large = |sequence: u64| (sequence / 150).is_multiple_of(2);
        for sequence in 0..1_000_000 {
            window.learn(0, sequence, if large(sequence) { 1e15 } else { 1e-3 });
            if sequence % 300 == 299 {
                let evidence = window.evidence().next().unwrap();
                assert_eq!(evidence.weight, 100.0);
                assert!((evidence.sum - 0.1).abs() < 1e-14 && evidence.spread < 1e-20, "{evidence:?}");
            }
        }
    }

    #[test]
    fn an_arm_that_goes_takes_its_rewards() {
        let mut window = Window::new(3, 10).unwrap();
        for sequence in 0..25 {
            window.learn(sequence as usize % 3, sequence, sequence as f64);
        }
        let [_, second, third] = window.evidence().collect::<Vec<_>>()[..] else { return };
        window.remove_arm(0);
        assert!(window.evidence().eq([second, third]));
        assert_eq!(read(&window), window);
        for sequence in 25..60 {
            window.learn(sequence as usize % 2, sequence, 1.0);
            assert_eq!(read(&window), window);
        }
    }
}
