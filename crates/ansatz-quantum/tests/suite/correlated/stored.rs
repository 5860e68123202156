//! Stored models come back to the bit, and through the checks.

use ansatz_quantum::{Correlated, DiscreteCorrelated};
use ansatz_random::Stream;

use super::{discrete::Discrete, gaussian::Problem};

#[test]
fn models_are_stored_to_the_bit_and_checked_when_read() {
    let mut rng = Stream::new(23, 0);
    for _ in 0..400 {
        let problem = Problem::new(4, 5, &mut rng);
        let mut model = problem.model();
        for &seen in &problem.seen {
            Problem::observed(&mut model, seen);
        }
        let stored = serde_json::to_value(&model).unwrap();
        assert_eq!(serde_json::from_value::<Correlated>(stored).unwrap(), model);
        let problem = Discrete::new(3, &mut rng);
        let mut model = DiscreteCorrelated::new(&problem.states).unwrap();
        for (variables, weights) in &problem.factors {
            model.insert_factor(variables, weights).unwrap();
        }
        model.observe(0, 1).unwrap();
        model.observe_with_noise(1, &vec![0.5; problem.states[1]]).unwrap();
        let stored = serde_json::to_value(&model).unwrap();
        assert_eq!(serde_json::from_value::<DiscreteCorrelated>(stored).unwrap(), model);
    }
    let read = |text: &str| serde_json::from_str::<Correlated>(text).map(|_| ()).map_err(|error| error.to_string());
    let model = |matrix: &str, seen: &str| {
        read(&format!(r#"{{"means":[0,0],"deviations":[1,1],"correlations":{matrix},"observations":[{seen}]}}"#))
    };
    assert_eq!(model("[1,0.5,0.5,1]", r#"{"variable":0,"value":1,"noise":0}"#), Ok(()));
    for wrong in [model("[1,2,2,1]", ""), model("[1]", ""), model("[1,0,0,1]", r#"{"variable":2,"value":1,"noise":0}"#)]
    {
        assert!(wrong.unwrap_err().contains("allowed"));
    }
    for wrong in [
        r#"{"states":[],"factors":[],"observations":[]}"#,
        r#"{"states":[2],"factors":[{"variables":[0],"weights":[1]}],"observations":[]}"#,
        r#"{"states":[2],"factors":[],"observations":[{"state":{"variable":0,"state":2}}]}"#,
        r#"{"states":[2],"factors":[],"observations":[{"likelihood":{"variable":0,"weights":[2,2]}}]}"#,
    ] {
        let error = serde_json::from_str::<DiscreteCorrelated>(wrong).unwrap_err().to_string();
        assert!(error.contains("allowed"), "{error}");
    }
}
