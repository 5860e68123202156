//! Projects in the formats of scheduling's libraries. The files are written after the descriptions of the formats.

use ansatz_planning::{Cpm, rcpsp::GeneticScheduler};

use super::{error, read_as};
use crate::plan::Plan;

/// Four activities between a source and a sink, in PSPLIB's format.
const SM: &str = "\
************************************************************************
file with basedata            : made_up.bas
initial value random generator: 1
************************************************************************
projects                      :  1
jobs (incl. supersource/sink ):  6
horizon                       :  14
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
************************************************************************
PROJECT INFORMATION:
pronr.  #jobs rel.date duedate tardcost  MPM-Time
    1      4      0        9        1        9
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           5
   4        1          1           6
   5        1          1           6
   6        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     4       2    1
  4      1     2       1    1
  5      1     5       1    0
  6      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    3    1
************************************************************************
";

/// The same in Patterson's format, in which lines mean nothing.
const RCP: &str = "\
   6    2
   3    1

   0    0  0    2    2 3
   3    2  0    1    4
   4    2  1
        1  5
   2    1  1    1    6
   5    1  0    1    6
   0    0  0    0
";

fn check(plan: &Plan) {
    let (network, project) = plan.project().unwrap();
    assert_eq!(network.durations(), [0, 3, 4, 2, 5, 0]);
    let links: Vec<_> = network.links().iter().map(|link| (link.from + 1, link.to + 1, link.lag)).collect();
    assert_eq!(links, [(1, 2, 0), (1, 3, 0), (2, 4, 0), (3, 5, 0), (4, 6, 0), (5, 6, 0)]);
    assert_eq!(project.capacities(), [3, 1]);
    let demands: Vec<_> = (0..6).map(|task| project.demands(task).to_vec()).collect();
    assert_eq!(demands, [[0, 0], [2, 0], [2, 1], [1, 1], [1, 0], [0, 0]]);
    assert_eq!(Cpm::new(&network).unwrap().finish(), 9);
    // 2 and 3 cannot go together. First 3, then 2 beside 5, and 4 at last: 4 + 5 = 9, and 4 + 3 + 2 is no more.
    let mut search = GeneticScheduler::new(&project, 1_000, 1).unwrap();
    while search.step(10) {}
    assert_eq!(search.best().makespan(), 9);
}

#[test]
fn both_formats_are_read() {
    check(&read_as("made_up.sm", SM).unwrap());
    check(&read_as("made_up.rcp", RCP).unwrap());
    check(&read_as("made_up.sm", &SM.replace('\n', "\r\n")).unwrap());
    let plan = read_as("dir/made_up.sm", SM).unwrap();
    assert_eq!(
        (plan.name.as_str(), plan.tasks[5].id.as_str(), plan.resources[1].name.as_str()),
        ("made_up", "6", "R2")
    );
    // Where a task stands is where its duration does.
    assert_eq!((plan.tasks[2].line, read_as("made_up.rcp", RCP).unwrap().tasks[2].line), (31, 6));
}

#[test]
fn what_is_wrong_in_psplib_is_said_with_its_line() {
    for (line, other, expected) in [
        (
            "jobs (incl. supersource/sink ):  6",
            "jobs: x",
            "line 6: the number of activities is \"x\", allowed: a whole number in 1..=10000",
        ),
        ("jobs (incl. supersource/sink ):  6", "", "line 39: the file ends without a line \"jobs\""),
        (
            "renewable                 :  2",
            "renewable :  101",
            "line 9: the number of resources is \"101\", allowed: a whole number in 0..=100",
        ),
        (
            "nonrenewable              :  0",
            "nonrenewable : 1",
            "line 10: the number of other resources (nonrenewable) is \"1\", allowed: a whole number in 0..=0",
        ),
        (
            "   2        1          1           4",
            "   2        3          1           4",
            "line 20: the number of modes is \"3\", allowed: a whole number in 1..=1",
        ),
        (
            "   2        1          1           4",
            "   2        1          2           4",
            "line 20: the number of successors is \"2\", allowed: a whole number in 1..=1",
        ),
        (
            "   2        1          1           4",
            "   2        1          1           7",
            "line 20: the successor is \"7\", allowed: a whole number in 1..=6",
        ),
        (
            "   2        1          1           4",
            "   2        1",
            "line 20: a row of less than 3 numbers, allowed: job, modes, how many successors, and which",
        ),
        (
            "   2        1          1           4",
            "   3        1          1           4",
            "line 20: the job is \"3\", allowed: a whole number in 2..=2",
        ),
        (
            "   4        1          1           6",
            "   4        1          1           2",
            "line 30: the tasks 2 -> 4 -> 2 wait for each other, allowed: no task that waits for itself",
        ),
        (
            "  3      1     4       2    1",
            "  3      1     x       2    1",
            "line 31: the duration is \"x\", allowed: a whole number in 0..=18446744073709551615",
        ),
        (
            "  3      1     4       2    1",
            "  3      1     4       2",
            "line 31: there are 1 numbers, allowed: 2, a demand for each resource",
        ),
        (
            "  3      1     4       2    1",
            "  3      1",
            "line 31: a row of less than 3 numbers, allowed: job, mode, duration and demands",
        ),
        (
            "  3      1     4       2    1",
            "  3      1     4       4    1",
            "line 31: task 3 needs 4 of \"R1\", allowed: at most 3",
        ),
        ("    3    1\n", "    3\n", "line 38: there are 1 numbers, allowed: 2, a capacity for each resource"),
        ("  6      1     0       0    0\n", "", "line 33: 5 rows of numbers below \"REQUESTS/DURATIONS\", allowed: 6"),
        ("PRECEDENCE RELATIONS:", "PREDECESSORS", "line 39: the file ends without a line \"PRECEDENCE RELATIONS\""),
    ] {
        assert!(SM.contains(line), "{line}");
        assert_eq!(error("a.sm", &SM.replacen(line, other, 1)), expected);
    }
    assert_eq!(error("a.sm", ""), "line 1: the file ends without a line \"jobs\"");
}

#[test]
fn what_is_wrong_in_pattersons_format_is_said_with_its_line() {
    for (line, other, expected) in [
        ("6    2", "   six  2", "line 1: the number of activities is \"six\", allowed: a whole number in 1..=10000"),
        ("6    2", "   6    2.5", "line 1: the number of resources is \"2.5\", allowed: a whole number in 0..=100"),
        (
            "   3    1",
            "   3    -1",
            "line 2: the capacity is \"-1\", allowed: a whole number in 0..=18446744073709551615",
        ),
        (
            "   4    2  1",
            "   4    2  x",
            "line 6: the demand is \"x\", allowed: a whole number in 0..=18446744073709551615",
        ),
        ("   4    2  1", "   4    4  1", "line 6: task 3 needs 4 of \"R1\", allowed: at most 3"),
        ("        1  5", "        1  9", "line 7: the successor is \"9\", allowed: a whole number in 1..=6"),
        ("        1  5", "        7  5", "line 7: the number of successors is \"7\", allowed: a whole number in 0..=6"),
        ("   0    0  0    0\n", "   0    0  0\n", "line 10: the file ends where the number of successors should be"),
        (
            "   0    0  0    0\n",
            "   0    0  0    0\n 1",
            "line 11: \"1\" behind the last of 6 activities, allowed: nothing",
        ),
        (
            "   5    1  0    1    6",
            "   5    1  0    1    3",
            "line 6: the tasks 3 -> 5 -> 3 wait for each other, allowed: no task that waits for itself",
        ),
    ] {
        assert!(RCP.contains(line), "{line}");
        assert_eq!(error("a.rcp", &RCP.replacen(line, other, 1)), expected);
    }
    assert_eq!(error("a.rcp", " "), "line 1: the file ends where the number of activities should be");
}

pub(super) const FILES: [(&str, &str); 2] = [("a.sm", SM), ("a.rcp", RCP)];
