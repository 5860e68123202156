//! The whole program: searches that are cut off and resumed, states that are not theirs, pages of hostile text.
#![cfg(unix)] // The commands are those of a POSIX shell.

use std::{
    fs,
    path::{Path, PathBuf},
};

use lexopt::Parser;

use crate::{
    arguments::Command,
    evaluate::Outcome,
    page, parameter, run,
    search::Algorithm,
    state::{Finished, State},
    study::{Plan, Study, resume},
};

/// Prints x, or fails where its last digit is a 7.
const COMMAND: &str = "sh -c 'case $1 in *7) echo unlucky >&2; exit 1;; esac; echo $1' - {x} {y}";
const PARAMETERS: [&str; 2] = ["x=-1..1", "y=1e-3..1 log"];

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ansatz-tune-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn plan(command: &str, parameters: &[&str], more: &[&str]) -> Plan {
    let declared = parameters.iter().flat_map(|parameter| ["--param", parameter]);
    let arguments: Vec<&str> = ["--command", command].into_iter().chain(declared).chain(more.iter().copied()).collect();
    match Command::parse(Parser::from_args(arguments)) {
        Ok(Command::Tune { plan, .. }) => *plan,
        other => panic!("no plan but {other:?}"),
    }
}

/// Everything of the trials but how long they took.
fn trials(study: &Study) -> Vec<(u64, Vec<u64>, Outcome)> {
    let bits = |trial: &Finished| trial.candidate.iter().map(|value| value.to_bits()).collect();
    study.trials().iter().map(|(number, trial)| (*number, bits(trial), trial.outcome.clone())).collect()
}

fn finished(plan: Plan) -> Study {
    let mut study = Study::open(plan).unwrap();
    while study.step().unwrap().is_some() {}
    study
}

#[test]
fn a_search_that_is_cut_off_after_every_trial_is_the_one_that_is_not() {
    let folder = Folder::new("cut-off");
    for method in Algorithm::ALL {
        for parallel in [1, 3] {
            let file = folder.file(method.name());
            let plan = |state: Option<PathBuf>| Plan {
                method,
                parallel,
                state,
                ..plan(COMMAND, &PARAMETERS, &["--trials", "14", "--seed", "3"])
            };
            let whole = finished(plan(Some(folder.file("whole"))));
            // Each time from the file, and trials that are under way are lost.
            while Study::open(plan(Some(file.clone()))).unwrap().step().unwrap().is_some() {}
            let resumed = Study::open(plan(Some(file.clone()))).unwrap();
            assert_eq!(trials(&resumed), trials(&whole), "{method:?}, {parallel} at once");
            assert_eq!((resumed.stop(), resumed.best()), (whole.stop(), whole.best()));
            let failures = trials(&whole).iter().filter(|(.., outcome)| outcome.value().is_none()).count();
            assert_eq!((whole.failures(), whole.trials().len()), (failures, 14));
            if parallel == 1 {
                let run = |path: &Path| State::read(path).unwrap().unwrap().run;
                assert_eq!(run(&file), run(&folder.file("whole")), "{method:?}");
            }
            // Without a state it is the same.
            assert_eq!(trials(&finished(plan(None))), trials(&whole));
            fs::remove_file(&file).unwrap();
            fs::remove_file(folder.file("whole")).unwrap();
        }
    }
}

#[test]
fn it_does_not_matter_which_command_is_done_first() {
    let slow = COMMAND.replace("case", "case $1 in -*) sleep 0.05;; esac; case");
    for method in [Algorithm::Bayes, Algorithm::CmaEs] {
        let plan = |command: &str| Plan { method, parallel: 4, ..plan(command, &PARAMETERS, &["--trials", "24"]) };
        assert_eq!(trials(&finished(plan(&slow))), trials(&finished(plan(COMMAND))), "{method:?}");
    }
}

#[test]
fn how_many_run_at_once_matters_to_bayes_alone() {
    for method in Algorithm::ALL {
        let plan = |parallel| Plan { method, parallel, ..plan(COMMAND, &PARAMETERS, &["--trials", "24"]) };
        let same = trials(&finished(plan(5))) == trials(&finished(plan(1)));
        assert_eq!(same, method != Algorithm::Bayes, "{method:?}");
    }
}

#[test]
fn more_trials_are_those_that_would_have_followed() {
    let folder = Folder::new("more");
    for method in Algorithm::ALL.into_iter().filter(|method| *method != Algorithm::LShade) {
        let state = Some(folder.file(method.name()));
        let plan = |trials, state| Plan { method, trials, state, ..plan(COMMAND, &PARAMETERS, &[]) };
        finished(plan(7, state.clone()));
        assert_eq!(trials(&finished(plan(19, state))), trials(&finished(plan(19, None))), "{method:?}");
    }
}

#[test]
fn a_state_of_something_else_is_refused() {
    let folder = Folder::new("refused");
    let state = folder.file("state");
    let mine = |more: &[&str]| Plan { state: Some(state.clone()), ..plan(COMMAND, &PARAMETERS, more) };
    finished(mine(&["--trials", "5"]));
    let refused = |plan: Plan| Study::open(plan).err().unwrap().to_string();
    let begin = format!("the state {}: made with ", state.display());
    let other =
        |command: &str, parameters: &[&str]| Plan { state: Some(state.clone()), ..plan(command, parameters, &[]) };
    for (other, expected) in [
        (other("echo {x} {y}", &PARAMETERS), "command \"sh -c"),
        (
            other(COMMAND, &["x=-1..2", "y=1e-3..1 log"]),
            "parameters \"x=-1..1, y=0.001..1 log\", asked for is \"x=-1..2,",
        ),
        (mine(&["--method", "random"]), "method \"bayes\", asked for is \"random\""),
        (mine(&["--seed", "2"]), "seed \"1\", asked for is \"2\""),
        (mine(&["--maximize"]), "goal \"minimize\", asked for is \"maximize\""),
        (mine(&["--parallel", "2"]), "parallel \"1\", asked for is \"2\""),
    ] {
        let error = refused(other);
        assert!(error.starts_with(&format!("{begin}{expected}")), "{error}");
    }
    assert!(refused(mine(&["--trials", "4"])).ends_with("it has 5 trials, asked for are 4"));
    // Spaces around what is declared, and another patience, make no other search.
    let same = Plan {
        state: Some(state.clone()),
        ..plan(COMMAND, &["x = -1..=1.0", "y=0.001..1  log"], &["--timeout", "60"])
    };
    assert_eq!(Study::open(same).unwrap().trials().len(), 5);
}

#[test]
fn parts_of_different_states_are_refused() {
    let folder = Folder::new("parts");
    let state = folder.file("state");
    let plan = || Plan { state: Some(state.clone()), ..plan(COMMAND, &PARAMETERS, &["--trials", "6"]) };
    finished(plan());
    let stored = || State::read(&state).unwrap().unwrap();
    let refused = |change: &dyn Fn(&mut State)| {
        let mut changed = stored();
        let before = changed.to_bytes();
        change(&mut changed);
        changed.write(&state).unwrap();
        let error = Study::open(plan()).err().unwrap().to_string();
        fs::write(&state, before).unwrap();
        error
    };
    let apart = "its trials and its run do not belong together";
    assert!(refused(&|state| drop(state.trials.pop_last())).ends_with(apart));
    assert!(refused(&|state| state.trials.get_mut(&0).unwrap().candidate[0] = 7.0).ends_with(apart));
    assert!(refused(&|state| state.trials.get_mut(&0).unwrap().candidate.truncate(1)).ends_with(apart));
    let turned = |outcome: &Outcome| match outcome {
        Outcome::Value(_) => Outcome::Failed(String::new()),
        Outcome::Failed(_) => Outcome::Value(1.0),
    };
    assert!(
        refused(&|state| state.trials.values_mut().for_each(|trial| trial.outcome = turned(&trial.outcome)))
            .ends_with(apart)
    );
    assert!(refused(&|state| state.identity.push(("more".to_owned(), String::new()))).ends_with(apart));
    assert!(refused(&|state| state.run.truncate(40)).contains("bytes"));
    assert_eq!(Study::open(plan()).unwrap().trials().len(), 6);

    // A run of another space shows with the first trial that it proposes.
    let mut foreign = stored();
    foreign.trials.clear();
    let line = parameter::space(&plan().parameters[..1]).unwrap();
    foreign.run = Algorithm::Bayes.start(&line, 6, 1, 1).unwrap().to_bytes();
    foreign.write(&state).unwrap();
    let error = Study::open(plan()).unwrap().step().unwrap_err().to_string();
    assert_eq!(error, "trial 0 of the state is of another space");
}

/// Every truncation is an error; every bit that is turned is one, or leaves a state that fits together.
#[test]
fn damaged_states_are_errors() {
    let folder = Folder::new("damaged");
    let file = folder.file("state");
    let plan = Plan { state: Some(file.clone()), ..plan("echo {x}", &["x=-1..1"], &["--trials", "3"]) };
    let space = parameter::space(&plan.parameters).unwrap();
    Study::open(plan.clone()).unwrap().step().unwrap();
    let mut bytes = fs::read(&file).unwrap();
    assert!((0..bytes.len()).all(|length| State::from_bytes(&bytes[..length]).is_err()));
    let mut accepted = 0;
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(state) = State::from_bytes(&bytes)
            && resume(&plan, &space, &state).is_ok()
        {
            assert_eq!(state.trials.len(), 1);
            accepted += 1;
        }
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    // Any time is possible, 64 bits, and no other header, 80 bits.
    let bits = bytes.len() * 8;
    assert!((64..=bits - 80).contains(&accepted), "{accepted} of {bits} bits");
    for damaged in [&bytes[..40], &[], b"no state at all", &[&bytes[..], &[0]].concat()] {
        fs::write(&file, damaged).unwrap();
        let error = Study::open(plan.clone()).err().unwrap().to_string();
        assert!(error.starts_with(&format!("the state {}: ", file.display())), "{error}");
        assert_eq!(fs::read(&file).unwrap(), damaged);
    }
}

#[test]
fn what_a_crash_leaves_beside_a_state_does_not_matter() {
    let folder = Folder::new("crash");
    let state = folder.file("state");
    let plan = || Plan { state: Some(state.clone()), ..plan(COMMAND, &PARAMETERS, &["--trials", "4"]) };
    fs::write(folder.file("state.new"), "half a state").unwrap();
    let whole = trials(&finished(plan()));
    fs::write(folder.file("state.new"), "half a state").unwrap();
    assert_eq!(trials(&Study::open(plan()).unwrap()), whole);
    // A place where nothing can be written is an error, not a search without a memory.
    let nowhere = Plan { state: Some(folder.file("no/such/state")), ..plan() };
    assert!(Study::open(nowhere).err().unwrap().to_string().contains("no/such/state"));
}

#[test]
fn the_best_is_told_with_its_command() {
    let folder = Folder::new("best");
    for (goal, expected) in [(&[][..], "best: -3, trial "), (&["--maximize"], "best: 4, trial ")] {
        let plan = plan("sh -c 'echo $1' 'a b' {n}", &["n=-3..4 int"], &[&["-n", "16", "-j", "2"], goal].concat());
        let mut out = Vec::new();
        run(plan, &folder.0, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with(expected), "{text}");
        let value = expected.split([' ', ',']).nth(1).unwrap();
        assert!(
            text.contains(&format!("\n  n = {value}\ncommand: sh -c 'echo $1' 'a b' {value}\n16 trials, 0 failed; ")),
            "{text}"
        );
        assert!(text.ends_with(&format!("page: {}\n", folder.file("history.html").display())));
        assert!(fs::read_to_string(folder.file("history.html")).unwrap().contains("<td>4</td>"));
    }
}

#[test]
fn a_command_that_always_fails_or_is_not_there_is_an_error() {
    let folder = Folder::new("fails");
    let fails = |command: &str| {
        let mut out = Vec::new();
        let error = run(plan(command, &["x=0..1"], &["-n", "3", "-j", "3"]), &folder.0, &mut out).unwrap_err();
        (error.to_string(), String::from_utf8(out).unwrap())
    };
    let (error, out) = fails("sh -c 'echo no luck >&2; exit 3' - {x}");
    assert_eq!(
        (error.as_str(), out.lines().next()),
        ("no trial has succeeded", Some("3 trials, 3 failed; all evaluations of the budget have been made"))
    );
    let page = fs::read_to_string(folder.file("history.html")).unwrap();
    assert_eq!(page.matches("exit status: 3: no luck").count(), 3);
    let (error, _) = fails("no/such/program {x}");
    assert!(error.starts_with("cannot run \"no/such/program\": "), "{error}");
    let error = Study::open(plan("echo {m}", &["m=a|b"], &["--method", "cmaes"])).err().unwrap().to_string();
    assert!(error.starts_with("--method cmaes: `space` is categories"), "{error}");
}

/// A command that is not there ends the search, but what runs beside it is waited for and kept.
#[test]
fn nothing_that_was_evaluated_is_lost() {
    let folder = Folder::new("kept");
    let state = folder.file("state");
    let begin = |program: &str| Plan {
        state: Some(state.clone()),
        ..plan("{program} {x}", &[&format!("program=sh|{program}"), "x=0..1"], &["-m", "sobol", "-n", "8", "-j", "8"])
    };
    // `sh 0.5` is a script that is not there: a failure of the trial.
    let mut study = Study::open(begin("no/such")).unwrap();
    let error = loop {
        match study.step() {
            Ok(step) => assert!(step.is_some()),
            Err(error) => break error.to_string(),
        }
    };
    assert!(error.contains("no/such"));
    assert_eq!(study.trials().len(), 4);
    assert!(study.trials().values().all(|trial| trial.candidate[0] == 0.0));
    drop(study);
    assert_eq!(Study::open(begin("no/such")).unwrap().trials().len(), 4);
}

#[test]
fn text_of_the_user_and_of_the_command_cannot_become_markup() {
    let command =
        "sh -c '[ \"$1\" = \"<i>&\" ] && {{ echo \"<img src=x onerror=1>\" >&2; exit 1; }}; echo 1' '<script>' {m}";
    let study = finished(plan(command, &["m=<i>&|<u title=\"'\">"], &["-n", "8"]));
    assert!((1..8).contains(&study.failures()));
    let page = page::of_study(&study).unwrap();
    for markup in ["<script", "<img", "<i>&", "<u "] {
        assert!(!page.contains(markup), "{markup}");
    }
    for text in ["&lt;script&gt;", "&lt;img src=x onerror=1&gt;", "&lt;i&gt;&amp;", "&lt;u title=&quot;&#39;&quot;&gt;"]
    {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn pages_of_any_values_can_be_drawn() {
    let folder = Folder::new("values");
    let state = folder.file("state");
    let plan = |more: &[&str]| Plan { state: Some(state.clone()), ..plan("echo {x}", &["x=-8e307..8e307"], more) };
    for goal in [&["-n", "9", "-m", "random"][..], &["-n", "9", "-m", "random", "--maximize"]] {
        let plan = || plan(goal);
        assert!(page::of_study(&Study::open(plan()).unwrap()).unwrap().contains("0 of 9"));
        finished(plan());
        for values in [
            [1.0; 9],
            [f64::MAX, -f64::MAX, 0.0, 1.0, 2.0, f64::MIN_POSITIVE, -3.0, 4.0, f64::MAX],
            [0.0, 1e300, -1e300, 1.0, 2.0, 3.0, 1e-300, -0.0, 5.0],
            [1e-300, 1e300, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0],
        ] {
            let mut stored = State::read(&state).unwrap().unwrap();
            for (trial, value) in stored.trials.values_mut().zip(values) {
                trial.outcome = Outcome::Value(value);
            }
            stored.write(&state).unwrap();
            let page = page::of_study(&Study::open(plan()).unwrap()).unwrap();
            assert!(page.contains("9 of 9") && !page.contains("NaN"));
        }
        fs::remove_file(&state).unwrap();
    }
}
