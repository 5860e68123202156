//! Networks worked by hand, and those of textbooks.

use ansatz_planning::{
    Cpm, LinkKind,
    LinkKind::{FinishToFinish, FinishToStart, StartToFinish, StartToStart},
    Moments, Network, Pert, PlanningError, ThreePoint,
};

fn network(durations: &[u64], links: &[(usize, usize, LinkKind, i64)]) -> Result<Network, PlanningError> {
    let mut network = Network::new();
    for &duration in durations {
        network.add_task(duration);
    }
    links.iter().try_for_each(|&(from, to, kind, lag)| network.link(from, to, kind, lag))?;
    Ok(network)
}

/// The Reliable Construction Company, tasks A to N in weeks: F. S. Hillier and G. J. Lieberman, *Introduction to
/// Operations Research*, 7th edition, chapter 10.
fn reliable(factor: u64) -> Result<Network, PlanningError> {
    let weeks = [2, 4, 10, 6, 4, 5, 7, 9, 7, 8, 4, 5, 2, 6];
    let pairs = ["AB", "BC", "CD", "CE", "EF", "DG", "EH", "GH", "CI", "FJ", "IJ", "JK", "JL", "HM", "KN", "LN"];
    let links: Vec<_> = pairs
        .map(|pair| {
            let [from, to] = [0, 1].map(|end| usize::from(pair.as_bytes()[end] - b'A'));
            (from, to, FinishToStart, 0)
        })
        .into();
    network(&weeks.map(|weeks| weeks * factor), &links)
}

#[test]
fn reliable_construction() -> Result<(), PlanningError> {
    let mut cpm = Cpm::new(&reliable(1)?)?;
    assert_eq!(cpm.finish(), 44);
    //                 A  B  C   D   E   F   G   H   I   J   K   L   M   N
    let early_starts = [0, 2, 6, 16, 16, 20, 22, 29, 16, 25, 33, 33, 38, 38];
    let late_starts = [0, 2, 6, 20, 16, 20, 26, 33, 18, 25, 34, 33, 42, 38];
    let free_floats = [0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 4, 0];
    for task in 0..14 {
        let times = cpm.times(task)?;
        assert_eq!(times.early_start, early_starts[task]);
        assert_eq!(times.late_start, late_starts[task]);
        assert_eq!(times.total_float, late_starts[task] - early_starts[task] as i64);
        assert_eq!(times.free_float, free_floats[task], "task {task}");
    }
    // A, B, C, E, F, J, L, N.
    assert!(cpm.critical().eq([0, 1, 2, 4, 5, 9, 11, 13]));
    assert!(cpm.critical_paths().eq([vec![0, 1, 2, 4, 5, 9, 11, 13]]));
    // 43 with K for L, 42 with I for E and F, 41 with both, 40 by D, G, H, M.
    let floats: Vec<_> = cpm.near_critical_paths(4).map(|(_, float)| float).collect();
    assert_eq!(floats, [4, 1, 0, 3, 2]);
    assert_eq!(cpm.near_critical(1).count(), 9);
    // Only D, G, H, M (40) avoid J, N; C, D, G, H, M and I (42) avoid E and F; K (43) is beside L.
    assert_eq!(cpm.drags(), [2, 4, 10, 0, 2, 2, 0, 0, 0, 4, 0, 1, 0, 4]);

    // Three weeks more for H are within its float of 4, and nobody but M and those before it notice.
    assert!(cpm.set_duration(7, 12)? < 12);
    assert_eq!((cpm.finish(), cpm.times(12)?.total_float, cpm.times(3)?.total_float), (44, 1, 1));
    cpm.set_duration(7, 15)?;
    assert_eq!(cpm.finish(), 46);
    assert!(cpm.critical_paths().eq([vec![0, 1, 2, 3, 6, 7, 12]]));
    Ok(())
}

/// The same book's estimates: the mean critical path takes 44 weeks with a variance of 9, and 47 weeks suffice with a
/// probability of 0.84. In half weeks, since some estimates are.
#[test]
fn reliable_construction_by_pert() -> Result<(), PlanningError> {
    let half_weeks = [
        [2, 4, 6],
        [4, 7, 16],
        [12, 18, 36],
        [8, 11, 20],
        [2, 9, 10],
        [8, 8, 20],
        [10, 13, 22],
        [10, 16, 34],
        [6, 15, 18],
        [6, 18, 18],
        [8, 8, 8],
        [2, 11, 14],
        [2, 4, 6],
        [10, 11, 18],
    ];
    let estimates: Vec<_> = half_weeks.iter().map(|[o, m, p]| ThreePoint::new(*o, *m, *p)).collect::<Result<_, _>>()?;
    let pert = Pert::new(&reliable(2)?, &estimates)?;
    assert_eq!(pert.critical_path(), [0, 1, 2, 4, 5, 9, 11, 13]);
    assert_eq!((pert.finish().mean, pert.finish().variance), (88.0, 36.0));
    assert!((pert.probability_by(94) - 0.841_344_746).abs() < 1e-9);
    let path: Vec<_> = pert.critical_path().iter().map(|&task| estimates[task]).collect();
    let sum = Moments::in_sequence(&path);
    // Fourteen roundings at most, each of half a unit in the last place of less than 128.
    assert!((sum.mean - 88.0).abs() <= 28.0 * 128.0 * f64::EPSILON);
    assert!((sum.variance - 36.0).abs() <= 28.0 * 64.0 * f64::EPSILON);
    Ok(())
}

/// All four kinds, lags and a lead, by hand.
#[test]
fn all_kinds_of_links() -> Result<(), PlanningError> {
    let links = [
        (0, 1, FinishToStart, 2),  // 1 from 6 + 2
        (0, 2, StartToStart, 3),   // 2 from 3
        (1, 3, FinishToFinish, 1), // 3 until 13 + 1, so from 12
        (2, 4, StartToFinish, 9),  // 4 until 3 + 9, so from 8
        (3, 4, FinishToStart, -4), // 4 from 14 - 4
    ];
    let cpm = Cpm::new(&network(&[6, 5, 3, 2, 4], &links)?)?;
    // Finishes: 6, 13, 6, 14, 14.
    assert_eq!(cpm.finish(), 14);
    let rows: Vec<_> = (0..5)
        .map(|task| {
            let times = cpm.times(task).unwrap();
            (times.early_start, times.early_finish, times.late_start, times.late_finish, times.free_float)
        })
        .collect();
    // 2 may start 9 before the end of 4, and 4 has no float.
    assert_eq!(rows, [(0, 6, 0, 6, 0), (8, 13, 8, 13, 0), (3, 6, 5, 8, 2), (12, 14, 12, 14, 0), (10, 14, 10, 14, 0)]);
    assert!(cpm.critical_paths().eq([vec![0, 1, 3], vec![0, 1, 3, 4]]));
    // 2 alone holds 4 back until 12. If 3 took no time it would be at 14, with the same finish, and 3 does not need 4.
    assert_eq!(cpm.drags(), [2, 2, 0, 0, 0]);
    Ok(())
}

#[test]
fn deadlines_make_floats_negative() -> Result<(), PlanningError> {
    let mut plan = network(&[4, 3, 5], &[(0, 1, FinishToStart, 0), (0, 2, FinishToStart, 0)])?;
    plan.finish_by(1, 5)?;
    let group = plan.add_group(&[1, 2])?;
    let cpm = Cpm::new(&plan)?;
    let floats: Vec<_> = (0..3).map(|task| cpm.times(task).unwrap().total_float).collect();
    assert_eq!((cpm.finish(), floats), (9, vec![-2, -2, 0]));
    // What decides the finish is another matter, and so is what may move without moving others.
    assert!(cpm.critical_paths().eq([vec![0, 2]]));
    assert_eq!((cpm.times(1)?.late_start, cpm.times(1)?.free_float), (2, 2));
    let span = cpm.span(group)?;
    assert_eq!((span.early_start, span.early_finish, span.late_start, span.late_finish), (4, 9, 2, 9));
    assert_eq!(span.total_float, -2);
    Ok(())
}

/// From the first of its starts to the last of its finishes, wherever in the group these tasks are.
#[test]
fn groups_span_their_tasks() -> Result<(), PlanningError> {
    // 0 is at 0 to 9; 1 is at 0 to 2, or at 5 to 7; 2 is at 2 to 4, or at 7 to 9.
    let mut plan = network(&[9, 2, 2], &[(1, 2, FinishToStart, 0)])?;
    let groups = [&[0, 1, 2][..], &[2, 1, 0], &[2, 1], &[1, 2]];
    let groups: Vec<_> = groups.into_iter().map(|tasks| plan.add_group(tasks)).collect::<Result<_, _>>()?;
    let cpm = Cpm::new(&plan)?;
    for (group, expected) in
        groups.into_iter().zip([(0, 9, 0, 9, 0), (0, 9, 0, 9, 0), (0, 4, 5, 9, 5), (0, 4, 5, 9, 5)])
    {
        let span = cpm.span(group)?;
        let found = (span.early_start, span.early_finish, span.late_start, span.late_finish, span.total_float);
        assert_eq!(found, expected, "group {group}");
    }
    Ok(())
}

/// Of two critical paths that are as long and as uncertain, the one with the first tasks, whichever was linked first.
#[test]
fn pert_has_a_choice() -> Result<(), PlanningError> {
    let plan = network(&[0; 4], &[(2, 3, FinishToStart, 0), (1, 3, FinishToStart, 0), (0, 3, FinishToStart, 0)])?;
    let pert = Pert::new(&plan, &[ThreePoint::new(2, 3, 7)?; 4])?;
    assert_eq!(pert.critical_path(), [0, 3]);
    Ok(())
}

/// Three chains of four tasks, each of 0 or 2 days with even odds: mean 1, variance 1, which are the PERT moments of
/// (0, 0, 6). One chain is done by day 5 if at most two of its tasks take long, 11/16; PERT's normal distribution says
/// nearly that for the plan, whose probability is the third power.
#[test]
fn the_bias_of_pert() -> Result<(), PlanningError> {
    let estimate = ThreePoint::new(0, 0, 6)?;
    assert_eq!(estimate.moments(), Moments { mean: 1.0, variance: 1.0 });
    let chains = (0..12).filter(|task| task % 4 < 3).map(|task| (task, task + 1, FinishToStart, 0));
    let plan = network(&[0; 12], &chains.collect::<Vec<_>>())?;
    let pert = Pert::new(&plan, &[estimate; 12])?;
    assert_eq!(pert.finish(), Moments { mean: 4.0, variance: 4.0 });

    // Every outcome, each as likely as any other.
    let finishes =
        (0..1u32 << 12).map(|long| (0..3).map(|chain| 2 * (long >> (4 * chain) & 15).count_ones()).max().unwrap());
    let finishes: Vec<_> = finishes.collect();
    let in_time = finishes.iter().filter(|&&finish| finish <= 5).count();
    assert_eq!(in_time, 11 * 11 * 11);
    let truth = f64::from(in_time as u32) / 4096.0;
    let mean = f64::from(finishes.iter().sum::<u32>()) / 4096.0;
    assert!((0.69..0.70).contains(&pert.probability_by(5)), "{}", pert.probability_by(5));
    assert!((0.32..0.33).contains(&truth), "{truth}");
    assert!((5.6..5.8).contains(&mean), "beside 4: {mean}");
    // One chain alone is as PERT says.
    assert!((pert.probability_by(5) - 11.0 / 16.0).abs() < 0.005);
    Ok(())
}

/// The example of "Program evaluation and review technique" in Wikipedia, tasks A to G: expected times of 4, 5.33, 5.17,
/// 6.33, 5.17, 4.5 and 5.17, a critical path of A, C, E, G with 19.5, and slacks of 3.83 for B and 4.67 for D and F. Here in
/// sixths, in which the expected times are whole.
#[test]
fn wikipedia() -> Result<(), PlanningError> {
    let estimates = [[2, 4, 6], [3, 5, 9], [4, 5, 7], [4, 6, 10], [4, 5, 7], [3, 4, 8], [3, 5, 8]];
    let sixths = estimates.map(|[low, mode, high]| low + 4 * mode + high);
    let links = [(0, 2), (0, 3), (1, 4), (2, 4), (3, 5), (4, 6)].map(|(from, to)| (from, to, FinishToStart, 0));
    let plan = network(&sixths, &links)?;
    let cpm = Cpm::new(&plan)?;
    assert_eq!(cpm.finish(), 117);
    let times: Vec<_> = (0..7).map(|task| cpm.times(task)).collect::<Result<_, _>>()?;
    //                                                                         A  B   C   D   E   F   G
    assert!(times.iter().map(|times| times.early_start).eq([0, 0, 24, 24, 55, 62, 86]));
    assert!(times.iter().map(|times| times.late_start).eq([0, 23, 24, 52, 55, 90, 86]));
    assert!(times.iter().map(|times| times.total_float).eq([0, 23, 0, 28, 0, 28, 0]));
    assert!(times.iter().map(|times| times.free_float).eq([0, 23, 0, 0, 0, 28, 0]));
    assert!(cpm.critical_paths().eq([vec![0, 2, 4, 6]]));

    let estimates = estimates.map(|[low, mode, high]| ThreePoint::new(low, mode, high));
    let estimates: Vec<_> = estimates.into_iter().collect::<Result<_, _>>()?;
    let pert = Pert::new(&plan, &estimates)?;
    assert_eq!((pert.critical_path(), pert.finish().mean), (&[0, 2, 4, 6][..], 19.5));
    // Ranges of 4, 3, 3 and 5.
    assert_eq!(pert.finish().variance, f64::from(16 + 9 + 9 + 25) / 36.0);
    Ok(())
}

#[test]
fn summaries() -> Result<(), PlanningError> {
    let mut plan = network(&[2, 5], &[(0, 1, FinishToStart, 1)])?;
    plan.add_group(&[1])?;
    assert_eq!(format!("{plan:?}"), "Network { tasks: 2, links: 1, groups: 1, .. }");
    assert_eq!(format!("{:?}", Cpm::new(&plan)?), "Cpm { tasks: 2, groups: 1, finish: 8, .. }");
    let pert = Pert::new(&plan, &[ThreePoint::certain(2), ThreePoint::certain(5)])?;
    assert_eq!(format!("{pert:?}"), "Pert { path: 2, finish: Moments { mean: 8.0, variance: 0.0 } }");
    Ok(())
}
