//! What a plan is made of, through text and back; what the constructors refuse is refused with their words.

use ansatz_planning::{
    Calendar,
    LinkKind::{FinishToFinish, FinishToStart, StartToFinish, StartToStart},
    Network, ThreePoint,
};
use serde::{Serialize, de::DeserializeOwned};

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
    text
}

fn refusal<T: DeserializeOwned>(text: &str) -> String {
    serde_json::from_str::<T>(text).map(drop).unwrap_err().to_string()
}

#[test]
fn calendars() {
    let calendar = Calendar::new(7, &[(0, 2), (3, 5)]).unwrap().with_holidays(&[(8, 9), (21, 30)]).unwrap();
    assert_eq!(round_trip(&calendar), r#"{"period":7,"shifts":[[0,2],[3,5]],"holidays":[[8,9],[21,30]]}"#);
    round_trip(&Calendar::always());
    let without = serde_json::from_str::<Calendar>(r#"{"period":7,"shifts":[[0,5]]}"#).unwrap();
    assert_eq!(without, Calendar::new(7, &[(0, 5)]).unwrap());
    for (text, message) in [
        (r#"{"period":7,"shifts":[]}"#, "`shifts` is empty, allowed: at least one shift"),
        (r#"{"period":7,"shifts":[[3,9]]}"#, "`shifts` is 3..9, allowed: not empty, from 0 on and up to 7"),
        (
            r#"{"period":7,"shifts":[[0,5]],"holidays":[[9,8]]}"#,
            "`holidays` is 9..8, allowed: an end that is not before the start",
        ),
    ] {
        assert_eq!(refusal::<Calendar>(text), message);
    }
    let misspelt = refusal::<Calendar>(r#"{"period":7,"shifts":[[0,5]],"holiday":[[8,9]]}"#);
    assert!(misspelt.contains("unknown field `holiday`"), "{misspelt}");
}

#[test]
fn networks() {
    let mut network = Network::new();
    let [dig, pour] = [4, 2].map(|days| network.add_task(days));
    network.start_no_earlier_than(dig, 3).unwrap();
    network.finish_by(pour, 12).unwrap();
    network.link(dig, pour, StartToStart, -1).unwrap();
    network.add_group(&[pour, dig]).unwrap();
    let text = round_trip(&network);
    let (tasks, rest) = (
        r#"{"tasks":[{"duration":4,"start_no_earlier_than":3,"finish_by":null},"#,
        r#"{"duration":2,"start_no_earlier_than":0,"finish_by":12}],"#,
    );
    let links = r#""links":[{"from":0,"to":1,"kind":"start_to_start","lag":-1}],"groups":[[1,0]]}"#;
    assert_eq!(text, [tasks, rest, links].concat());
    for kind in [FinishToStart, StartToStart, FinishToFinish, StartToFinish] {
        network.link(dig, pour, kind, i64::MIN).unwrap();
    }
    round_trip(&network);
    round_trip(&Network::new());
    // What one need not say.
    let mut short = Network::new();
    short.add_task(5);
    assert_eq!(serde_json::from_str::<Network>(r#"{"tasks":[{"duration":5}]}"#).unwrap(), short);

    let late = (1u64 << 58) + 1;
    let cases = [
        (text.replace(r#""to":1"#, r#""to":2"#), "the task is 2, allowed: below 2, the number of tasks".to_owned()),
        (
            text.replace(r#""to":1"#, r#""to":0"#),
            "the links 0 -> 0 are a cycle, allowed: no task that waits for itself".to_owned(),
        ),
        (text.replace("[1,0]", "[1,7]"), "the task is 7, allowed: below 2, the number of tasks".to_owned()),
        (text.replace("[1,0]", "[]"), "`tasks` is empty, allowed: at least one task".to_owned()),
        (
            text.replace(":12", &format!(":{late}")),
            format!("the date of task 1 is {late}, allowed: at most {}", late - 1),
        ),
        (
            text.replace(r#"than":3,"finish_by":null"#, r#"than":3,"finish_by":2"#),
            "task 0 may not start before 3 and must finish by 2, allowed: a finish that is not earlier".to_owned(),
        ),
    ];
    for (text, message) in cases {
        assert_eq!(refusal::<Network>(&text), message);
    }
    for (text, part) in [
        (text.replace("finish_by\":12", "finished_by\":12"), "unknown field `finished_by`"),
        (text.replace("start_to_start", "s2s"), "unknown variant `s2s`"),
        (text.replace("\"duration\":4", "\"duration\":-4"), "invalid value: integer `-4`"),
    ] {
        let message = refusal::<Network>(&text);
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn three_points() {
    let text = round_trip(&ThreePoint::new(2, 3, 7).unwrap());
    assert_eq!(text, r#"{"optimistic":2,"most_likely":3,"pessimistic":7}"#);
    assert_eq!(
        refusal::<ThreePoint>(&text.replace('3', "9")),
        "`most_likely` is 9, allowed: 2..=7, from optimistic to pessimistic"
    );
}
