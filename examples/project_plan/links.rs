//! What tasks wait for, as planners write it: `3FS+2d; 5SS-1; 7`.

use std::collections::HashMap;

use ansatz_planning::LinkKind;

use crate::{
    clock::Clock,
    plan::Predecessor,
    rows::{excerpt, no_id, parts},
};

/// The tasks of a list, each with which end waits for which, and by how much; what is allowed if it is no such list.
pub(crate) fn predecessors(
    text: &str,
    clock: &Clock,
    ids: &HashMap<String, usize>,
) -> Result<Vec<Predecessor>, String> {
    parts(text).map(|part| predecessor(part, clock, ids)).collect()
}

fn predecessor(part: &str, clock: &Clock, ids: &HashMap<String, usize>) -> Result<Predecessor, String> {
    // An id may look like a link (`wafs`): what is an id, is that task.
    if let Some(&task) = ids.get(part) {
        return Ok(Predecessor { task, kind: LinkKind::FinishToStart, lag: 0 });
    }
    let (end, lag) = split_lag(part, clock)?;
    let unknown = |id: &str| no_id(id, ids.keys().map(String::as_str));
    let Some((id, kind)) = split_kind(end) else {
        return Err(if lag.is_some() { format!("{LINK}, unlike {:?}", excerpt(part)) } else { unknown(part) });
    };
    let task = *ids.get(id).ok_or_else(|| unknown(id))?;
    Ok(Predecessor { task, kind, lag: lag.unwrap_or(0) })
}

/// What stands before the lag, and the lag; ids may have a hyphen too, so that one belongs to the lag only after a kind.
fn split_lag<'a>(part: &'a str, clock: &Clock) -> Result<(&'a str, Option<i64>), String> {
    let Some(sign) = part.rfind(['+', '-']) else { return Ok((part, None)) };
    let (end, lag) = (part[..sign].trim_end(), &part[sign + 1..]);
    if split_kind(end).is_none() {
        return Ok((part, None));
    }
    let length = clock.length(lag).ok().and_then(|length| i64::try_from(length).ok());
    let length = length.ok_or_else(|| format!("{LINK}, unlike {:?}", excerpt(part)))?;
    Ok((end, Some(if part[sign..].starts_with('-') { -length } else { length })))
}

/// The id before a kind, and the kind.
fn split_kind(end: &str) -> Option<(&str, LinkKind)> {
    let (id, kind) = end.split_at_checked(end.len().checked_sub(2)?)?;
    let kind = KINDS.into_iter().find(|(name, _)| kind.eq_ignore_ascii_case(name))?.1;
    let id = id.trim_end();
    (!id.is_empty()).then_some((id, kind))
}

const KINDS: [(&str, LinkKind); 4] = [
    ("FS", LinkKind::FinishToStart),
    ("SS", LinkKind::StartToStart),
    ("FF", LinkKind::FinishToFinish),
    ("SF", LinkKind::StartToFinish),
];
const LINK: &str = "an id, or an id with FS, SS, FF or SF and a lag or lead, as 3FS+2d or 3SS-1";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Unit;

    fn read(text: &str) -> Result<Vec<(usize, LinkKind, i64)>, String> {
        let ids = ["3", "web-1", "wafs", "a b", "web"].iter().enumerate().map(|(index, id)| ((*id).to_owned(), index));
        let found = predecessors(text, &Clock::new(Unit::Hour(8)), &ids.collect())?;
        Ok(found.into_iter().map(|link| (link.task, link.kind, link.lag)).collect())
    }

    #[test]
    fn links_are_read_as_planners_write_them() {
        use LinkKind::{FinishToFinish, FinishToStart, StartToFinish, StartToStart};
        let found = read("3; web-1, 3FS+2d;3ss - 1 ; web-1FF-1w,a b SF+3h;;wafs;web-1SS").unwrap();
        let expected = [
            (0, FinishToStart, 0),
            (1, FinishToStart, 0),
            (0, FinishToStart, 16),
            (0, StartToStart, -1),
            (1, FinishToFinish, -40),
            (3, StartToFinish, 3),
            (2, FinishToStart, 0),
            (1, StartToStart, 0),
        ];
        assert_eq!(found, expected);
        assert_eq!(read(""), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_link_says_what_is() {
        for (text, expected) in [
            ("4", "ids of tasks, which \"4\" is not: 3, a b, web, wafs, web-1"),
            ("web-2", "which \"web-2\" is not"),
            ("4FS", "which \"4\" is not"),
            ("FS", "which \"FS\" is not"),
            ("3FS+", "unlike \"3FS+\""),
            ("3FS+50%", "unlike \"3FS+50%\""),
            ("3FS+2ed", "unlike \"3FS+2ed\""),
            ("3FS+9999999999999999999", "unlike"),
            ("3+2d", "which \"3+2d\" is not"),
            ("ä", "which \"ä\" is not"),
        ] {
            assert!(read(text).is_err_and(|error| error.contains(expected)), "{text}: {:?}", read(text));
        }
    }
}
