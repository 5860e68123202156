//! A table on its shards, by hash slots and by ranges.

use std::{
    collections::BTreeSet,
    error::Error,
    io::{self, Write},
};

use ansatz_examples::figures::{Grid, bytes, grouped, percent, write_rest};
use ansatz_hash::{KeyHasher, Xxh3};
use ansatz_placement::{Balance, Fleet, Layout, Member, Move, Plan, Predicate, RangeMap, Rendezvous};

use crate::{SLOTS, arguments::Request, table::Table};

/// Where each key of a table lives.
#[derive(Debug)]
pub(crate) struct Router<'a> {
    table: &'a Table,
    /// The shards, and which of them each slot prefers.
    placer: Rendezvous<String>,
    /// The slots with their owners and the bytes of their keys.
    slots: Layout<String>,
    /// The table in as many ranges of keys as there are shards, of about equal bytes.
    ranges: RangeMap<String>,
}

impl<'a> Router<'a> {
    pub(crate) fn new(table: &'a Table, shards: usize) -> Result<Self, Box<dyn Error>> {
        let placer = Rendezvous::with_fleet(Fleet::new((0..shards).map(shard_name))?);
        let slots = layout(&placer, table)?;
        let mut splits: Vec<(&str, String)> = Vec::new();
        let mut below = 0u128;
        for (key, size) in &table.rows {
            let due = below * shards as u128 / u128::from(table.bytes.max(1));
            // The first range begins at the least key of all, which is none of the table's.
            if due > splits.len() as u128 && splits.len() + 1 < shards {
                splits.push((key, shard_name(splits.len() + 1)));
            }
            below += u128::from(*size);
        }
        Ok(Self { table, placer, slots, ranges: RangeMap::with_splits(shard_name(0), splits)? })
    }

    /// The owner of a key's slot.
    pub(crate) fn owner_by_hash(&self, key: &str) -> &str {
        self.slots.owner(slot_of(key))
    }

    /// The owner of a key's range.
    pub(crate) fn owner_by_range(&self, key: &str) -> &str {
        self.ranges.find(key)
    }

    /// Writes what each shard holds.
    pub(crate) fn write_shards(&self, out: &mut impl Write) -> io::Result<()> {
        let all = self.table.bytes.max(1) as f64;
        let held = |owner: &dyn Fn(&str) -> bool| {
            let rows = self.table.rows.iter().filter(|(key, _)| owner(key));
            rows.fold((0u64, 0u64), |(keys, bytes), (_, size)| (keys + 1, bytes + size))
        };
        let row = |member: &Member<String>| {
            let by_hash = held(&|key| self.owner_by_hash(key) == member.node);
            let by_range = held(&|key| self.owner_by_range(key) == member.node);
            let cells = |(keys, size): (u64, u64)| [grouped(keys as f64), bytes(size), percent(size as f64 / all)];
            [&[member.node.clone()][..], &cells(by_hash), &cells(by_range)].concat()
        };
        let members = self.placer.fleet().members();
        let grid = Grid {
            caption: format!(
                "{} keys, {}, on {} shards: by hash ({SLOTS} slots) and by ranges of keys",
                grouped(self.table.rows.len() as f64),
                bytes(self.table.bytes),
                members.len()
            ),
            header: ["shard", "by hash", "bytes", "share", "by range", "bytes", "share"].map(str::to_owned).to_vec(),
            rows: members.iter().take(LISTED_SHARDS).map(row).collect(),
        };
        grid.write(out)?;
        write_rest(out, members.len(), LISTED_SHARDS, "shards")
    }

    /// Writes where one key lives.
    pub(crate) fn write_key(&self, out: &mut impl Write, key: &str) -> io::Result<()> {
        let size = match self.table.rows.get(key) {
            Some(&size) => bytes(size),
            None => "not in the table".to_owned(),
        };
        let slot = slot_of(key);
        let copies: Vec<_> = self.placer.replicas(&(slot as u64)).skip(1).take(2).map(String::as_str).collect();
        let (owner, range) = (self.owner_by_hash(key), self.owner_by_range(key));
        write!(out, "{key:?} ({size}): slot {slot} on {owner}")?;
        if !copies.is_empty() {
            write!(out, ", copies on {}", copies.join(" and "))?;
        }
        writeln!(out, "; by range on {range}")
    }

    /// Which shards a query must ask by hash and by range, and how many rows it finds.
    pub(crate) fn ask(&self, predicate: &Predicate<String>) -> (BTreeSet<&str>, BTreeSet<&str>, u64) {
        let selection = predicate.selection();
        let slots = selection.shards(SLOTS, |key| key.map_or(0, |key| slot_of(key)));
        let by_hash = slots.into_iter().map(|slot| self.slots.owner(slot).as_str()).collect();
        let by_range = self.ranges.touched(&selection).map(|range| range.owner.as_str()).collect();
        let rows = self.table.rows.keys().filter(|key| predicate.matches(Some(key))).count();
        (by_hash, by_range, rows as u64)
    }

    /// Writes which shards a query must ask.
    pub(crate) fn write_query(
        &self,
        out: &mut impl Write,
        condition: &str,
        predicate: &Predicate<String>,
    ) -> io::Result<()> {
        let (by_hash, by_range, rows) = self.ask(predicate);
        writeln!(out, "where {condition}: {} rows", grouped(rows as f64))?;
        for (how, asked) in [("by hash", by_hash), ("by range", by_range)] {
            let shards = self.placer.fleet().len();
            let names: Vec<_> = asked.iter().copied().take(LISTED_SHARDS).collect();
            let list = if asked.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
            writeln!(out, "  {how}, {} of {shards} shards{list}", asked.len())?;
            write_rest(out, asked.len(), LISTED_SHARDS, "shards")?;
        }
        Ok(())
    }

    /// The plan to the shards with some more and without some others.
    pub(crate) fn plan(&self, within: f64, add: &[String], remove: &[String]) -> Result<Plan<String>, Box<dyn Error>> {
        let mut placer = self.placer.clone();
        // First, so that the last shard can be replaced.
        add.iter().try_for_each(|shard| placer.add(Member::new(shard.clone())).map(drop))?;
        remove.iter().try_for_each(|shard| placer.remove(shard).map(drop))?;
        let balance = if within > 0.0 { Balance::within(within) } else { Balance::even() };
        Ok(Plan::between(&self.slots, &layout(&placer, self.table)?, &balance)?)
    }

    /// Writes the plan to the shards with some more and without some others.
    pub(crate) fn write_plan(
        &self,
        out: &mut impl Write,
        request: &Request,
        add: &[String],
        remove: &[String],
    ) -> Result<(), Box<dyn Error>> {
        let plan = self.plan(request.within, add, remove)?;
        let rounds = plan.rounds(request.moves);
        let changes = add.iter().map(|shard| format!("+ {shard}"));
        let changes: Vec<_> = changes.chain(remove.iter().map(|shard| format!("- {shard}"))).collect();
        let report = plan.report();
        writeln!(out, "\nplan for {}", changes.join(", "))?;
        writeln!(
            out,
            "  {} moves of {}, at least {} have to move (gap {}); {} rounds of at most {} at a time on a shard",
            grouped(plan.len() as f64),
            bytes(saturated(report.moved_bytes)),
            bytes(saturated(report.lower_bound)),
            percent(report.gap()),
            grouped(rounds.len() as f64),
            request.moves,
        )?;
        let before = if report.imbalance_before.is_finite() {
            percent(report.imbalance_before)
        } else {
            "a shard that is gone".to_owned()
        };
        let within = if report.balanced { "as asked" } else { "not as asked: some slots are too large" };
        let (after, tolerance) = (percent(report.imbalance_after), percent(request.within));
        writeln!(out, "  farthest from its share: {before} before, {after} after ({tolerance} allowed, {within})")?;
        let row = |(round, moved): (usize, &Move<'_, String>)| {
            let cells = [moved.part.to_string(), moved.from.clone(), moved.to.clone(), bytes(moved.bytes)];
            [vec![(round + 1).to_string()], cells.to_vec()].concat()
        };
        let moves = rounds.iter().enumerate().flat_map(|(round, moves)| moves.iter().map(move |moved| (round, moved)));
        let grid = Grid {
            caption: "  its first moves".to_owned(),
            header: ["round", "part", "from", "to", "bytes"].map(str::to_owned).to_vec(),
            rows: moves.take(LISTED_MOVES).map(row).collect(),
        };
        if !plan.is_empty() {
            grid.write(out)?;
        }
        write_rest(out, plan.len(), LISTED_MOVES, "moves")?;
        Ok(())
    }
}

/// The name of a shard, counted from 0.
pub(crate) fn shard_name(index: usize) -> String {
    format!("shard-{}", index + 1)
}

/// A placer's slots with the bytes of the table's keys in them.
fn layout(placer: &Rendezvous<String>, table: &Table) -> Result<Layout<String>, Box<dyn Error>> {
    let mut sizes = vec![0u64; SLOTS];
    for (key, size) in &table.rows {
        // No sum of some is above the sum of all, which the table has checked.
        sizes[slot_of(key)] += size;
    }
    Ok(Layout::of(placer, SLOTS)?.with_bytes(sizes)?)
}

fn slot_of(key: &str) -> usize {
    (Xxh3::default().hash64(key) % SLOTS as u64) as usize
}

fn saturated(bytes: u128) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// More do not fit a screen.
const LISTED_SHARDS: usize = 24;
const LISTED_MOVES: usize = 8;
