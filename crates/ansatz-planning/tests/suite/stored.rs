//! What a plan is made of, through text and back; what the constructors refuse is refused with their words.

use ansatz_planning::{Calendar, ThreePoint};
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
fn three_points() {
    let text = round_trip(&ThreePoint::new(2, 3, 7).unwrap());
    assert_eq!(text, r#"{"optimistic":2,"most_likely":3,"pessimistic":7}"#);
    assert_eq!(
        refusal::<ThreePoint>(&text.replace('3', "9")),
        "`most_likely` is 9, allowed: 2..=7, from optimistic to pessimistic"
    );
}
