use ansatz_bandit::experiments::{Group, ProportionTest, Verdict};
use ansatz_random::{Stream, normal, unit};
use ansatz_testkit::statistics::assert_rate_at_most;

/// The expectation of the evidence over all sequences of groups and outcomes, each with its probability, is 1: whatever
/// the share and the rates of the times are.
#[test]
fn the_evidence_of_all_short_sequences_is_one_on_average() {
    let effects = (0..16).map(|k| EFFECT * normal::quantile((f64::from(k) + 0.5) / 16.0));
    for share in [0.5, 0.2] {
        for rates in [[0.3; 6], [0.1, 0.9, 0.2, 0.6, 0.5, 0.01]] {
            let mut expected = 0.0;
            let (mut most, mut reached) = (0.0_f64, 0.0);
            for sequence in 0..4_u32.pow(6) {
                let steps = (0..6).map(|step| (sequence >> (2 * step)) & 3);
                let (mut no, mut yes) = (0.5, 0.5);
                let mut made = effects.clone().map(|_| 1.0).collect::<Vec<f64>>();
                let (mut evidence, mut probability, mut peak) = (1.0, 1.0, 1.0_f64);
                let mut test = ProportionTest::new(0.05, share, EFFECT).unwrap();
                for (step, rate) in steps.zip(rates) {
                    let (treated, outcome) = ((step & 1) as usize, (step >> 1) as usize);
                    // By hand: bets on the rates of both groups, whose mean by the shares is that of all.
                    let all = yes / (no + yes);
                    let deviation = f64::sqrt(all * (1.0 - all));
                    let most = 0.5 * deviation / (share.max(1.0 - share) * all.max(1.0 - all));
                    for (made, effect) in made.iter_mut().zip(effects.clone()) {
                        let apart = effect.clamp(-most, most) * deviation;
                        let group = [all - share * apart, all + (1.0 - share) * apart][treated];
                        *made *= [(1.0 - group) / (1.0 - all), group / all][outcome];
                    }
                    evidence = made.iter().sum::<f64>() / 16.0;
                    *[&mut no, &mut yes][outcome] += 1.0;
                    probability *= [1.0 - share, share][treated] * [1.0 - rate, rate][outcome];
                    peak = peak.max(evidence);
                    test.observe([Group::Control, Group::Treatment][treated], outcome == 1);
                }
                assert!((test.p_value() * peak - 1.0).abs() < 1e-10, "{sequence}");
                expected += probability * evidence;
                most = most.max(peak);
                reached += if peak >= 1.5 { probability } else { 0.0 };
            }
            assert!((expected - 1.0).abs() < 1e-12, "{share}: {expected}");
            assert!(most > 1.5 && reached > 0.0 && reached <= 1.0 / 1.5);
        }
    }
}

fn alarms(share: f64, rate: impl Fn(u64) -> f64) -> usize {
    let alarm = |run| {
        let mut rng = Stream::new(21, run);
        let mut test = ProportionTest::new(0.1, share, 0.3).unwrap();
        for time in 0..1_000 {
            let group = if unit(&mut rng) < share { Group::Treatment } else { Group::Control };
            test.observe(group, unit(&mut rng) < rate(time));
        }
        test.verdict().is_final()
    };
    (0..RUNS).filter(|run| alarm(*run)).count()
}

#[test]
fn false_alarms_are_at_most_alpha_for_rare_and_drifting_outcomes() {
    assert_rate_at_most("even", alarms(0.5, |_| 0.3), RUNS as usize, 0.1);
    assert_rate_at_most("rare", alarms(0.1, |_| 0.01), RUNS as usize, 0.1);
    assert_rate_at_most("drifting", alarms(0.3, |time| 0.1 + 0.8 * time as f64 / 1_000.0), RUNS as usize, 0.1);
}

#[test]
fn differences_are_found_in_their_direction() {
    for (rate, verdict) in [(0.3, Verdict::Higher), (0.1, Verdict::Lower)] {
        let mut rng = Stream::new(22, 0);
        let mut test = ProportionTest::new(0.05, 0.5, 0.3).unwrap();
        for _ in 0..3_000 {
            let (group, rate) = if unit(&mut rng) < 0.5 { (Group::Treatment, rate) } else { (Group::Control, 0.2) };
            test.observe(group, unit(&mut rng) < rate);
        }
        assert_eq!(test.verdict(), verdict);
        assert!(test.p_value() < 0.05);
    }
}

/// Counts of which a half more is none cannot be read: a rate of 1 would have no deviation to bet by.
#[test]
fn counts_beyond_digits_are_refused() {
    let bytes = ProportionTest::new(0.05, 0.5, 0.3).unwrap().to_bytes();
    // The last of four counts, before 16 capitals, alpha, the evidence and the verdict.
    let at = bytes.len() - 1 - 8 * (2 + 16 + 1);
    let with = |count: u64| [&bytes[..at], &count.to_le_bytes(), &bytes[at + 8..]].concat();
    let mut test = ProportionTest::from_bytes(&with(1 << 50)).unwrap();
    test.observe(Group::Treatment, true);
    assert_eq!(test.verdict(), Verdict::Undecided);
    assert_eq!(ProportionTest::from_bytes(&test.to_bytes()), Ok(test));
    assert!(ProportionTest::from_bytes(&with((1 << 50) + 1)).is_err());
    assert!(ProportionTest::from_bytes(&with(1 << 60)).is_err());
}

#[test]
fn parameters_are_checked() {
    let error = ProportionTest::new(0.05, 0.0, 0.3).unwrap_err().to_string();
    assert_eq!(error, "`share` is 0, allowed: more than 0 and less than 1");
    assert!(ProportionTest::new(1.0, 0.5, 0.3).is_err());
}

const RUNS: u64 = 400;
const EFFECT: f64 = 0.8;
