//! A search over the values of a command's parameters, stored after every trial.

use core::{error::Error, time::Duration};
use std::{
    collections::{BTreeMap, VecDeque},
    io,
    path::PathBuf,
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::Instant,
};

use ansatz_optimize::{Space, Stop, Trial};

use crate::{
    evaluate::{Outcome, evaluate},
    parameter::{self, Parameter},
    search::{Algorithm, Search},
    state::{Finished, State, StateError},
    template::{Template, pasteable},
};

/// What is to be done.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) command: Template,
    /// The command as the user has it.
    pub(crate) text: String,
    pub(crate) method: Algorithm,
    pub(crate) trials: u64,
    pub(crate) seed: u64,
    /// Commands at once.
    pub(crate) parallel: usize,
    pub(crate) maximize: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) state: Option<PathBuf>,
}

impl Plan {
    /// What decides which trials are made. A state of anything else is not this plan's.
    fn identity(&self) -> Vec<(String, String)> {
        let declared: Vec<String> = self.parameters.iter().map(Parameter::to_string).collect();
        let mut identity = vec![
            ("command", self.text.clone()),
            ("parameters", declared.join(", ")),
            ("method", self.method.name().to_owned()),
            ("seed", self.seed.to_string()),
            ("goal", if self.maximize { "maximize" } else { "minimize" }.to_owned()),
        ];
        if self.method.looks_at_each() {
            identity.push(("parallel", self.parallel.to_string()));
        }
        identity.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// A candidate's command, to be pasted into a shell.
    pub(crate) fn pasteable(&self, candidate: &[f64]) -> String {
        pasteable(&self.command.fill(&self.parameters, candidate))
    }

    /// The candidate's values with their names.
    pub(crate) fn values(&self, candidate: &[f64]) -> Vec<(&str, String)> {
        let each = self.parameters.iter().zip(candidate);
        each.map(|(parameter, value)| (parameter.name.as_str(), parameter.text(*value))).collect()
    }
}

/// A plan under way.
pub(crate) struct Study {
    plan: Plan,
    space: Space,
    search: Box<dyn Search>,
    /// What is stored, of the moment when the last trial was told.
    state: State,
    /// Trials that were outstanding when the state was stored.
    left: VecDeque<Trial<Vec<f64>>>,
    running: BTreeMap<u64, Vec<f64>>,
    arrivals: (Sender<Arrival>, Receiver<Arrival>),
    /// Why no more trials begin.
    trouble: Option<io::Error>,
}

/// A trial's number, what became of it and how long that took.
type Arrival = (u64, io::Result<Outcome>, Duration);

impl Study {
    /// Goes on from the plan's state if there is one, and begins otherwise.
    pub(crate) fn open(plan: Plan) -> Result<Self, Box<dyn Error>> {
        let space = parameter::space(&plan.parameters)?;
        let (search, state) = if let Some(path) = &plan.state
            && let Some(state) = State::read(path)?
        {
            let failed = |reason| StateError { path: path.clone(), reason };
            (resume(&plan, &space, &state).map_err(failed)?, state)
        } else {
            let search = plan.method.start(&space, plan.trials, plan.seed, plan.parallel);
            let search = search.map_err(|error| format!("--method {}: {error}", plan.method.name()))?;
            let state = State { identity: plan.identity(), trials: BTreeMap::new(), run: search.to_bytes() };
            // A place where nothing can be written shall show now, and not after the first hour.
            plan.state.as_ref().map_or(Ok(()), |path| state.write(path))?;
            (search, state)
        };
        let (left, running) = (search.outstanding(), BTreeMap::new());
        Ok(Self { plan, space, search, state, left, running, arrivals: channel(), trouble: None })
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The trials that were made, by their numbers.
    pub(crate) fn trials(&self) -> &BTreeMap<u64, Finished> {
        &self.state.trials
    }

    pub(crate) fn failures(&self) -> usize {
        self.trials().values().filter(|trial| trial.outcome.value().is_none()).count()
    }

    /// Why nothing more begins.
    pub(crate) fn stop(&self) -> Option<Stop> {
        self.search.stop()
    }

    /// The trials that gave a value, the best first and the first of equals first.
    pub(crate) fn ranking(&self) -> Vec<(u64, f64, &Finished)> {
        let mut ranking: Vec<_> = self.valued().collect();
        ranking.sort_by(|a, b| self.cost(a.1).total_cmp(&self.cost(b.1)));
        ranking
    }

    /// The first of the ranking: its number, its value and its candidate.
    pub(crate) fn best(&self) -> Option<(u64, f64, &[f64])> {
        let best = self.valued().min_by(|a, b| self.cost(a.1).total_cmp(&self.cost(b.1)));
        best.map(|(number, value, trial)| (number, value, trial.candidate.as_slice()))
    }

    fn valued(&self) -> impl Iterator<Item = (u64, f64, &Finished)> {
        self.trials().iter().filter_map(|(number, trial)| Some((*number, trial.outcome.value()?, trial)))
    }

    /// What the search minimises.
    pub(crate) fn cost(&self, value: f64) -> f64 {
        // Adding 0 makes -0 a 0, as the engine does: equal values shall be equal.
        if self.plan.maximize { 0.0 - value } else { value + 0.0 }
    }

    /// Waits for the next trial to end, stores the state, and says which one it was; `None` when all is done.
    ///
    /// An error ends the study, but not before every command that runs has ended and been taken notice of.
    pub(crate) fn step(&mut self) -> Result<Option<u64>, Box<dyn Error>> {
        loop {
            if self.trouble.is_none() {
                self.launch()?;
            }
            if self.running.is_empty() {
                return self.trouble.take().map_or(Ok(None), |error| Err(format!("cannot run {error}").into()));
            }
            let (number, outcome, spent) = self.arrivals.1.recv()?;
            let Some(candidate) = self.running.remove(&number) else { continue };
            match outcome {
                Ok(outcome) => {
                    self.settle(number, Finished { candidate, outcome, milliseconds: spent.as_millis() as u64 })?;
                    return Ok(Some(number));
                }
                Err(error) => self.trouble = Some(error),
            }
        }
    }

    fn settle(&mut self, number: u64, trial: Finished) -> Result<(), Box<dyn Error>> {
        self.search.tell(number, trial.outcome.value().map(|value| self.cost(value)))?;
        self.state.trials.insert(number, trial);
        if let Some(path) = &self.plan.state {
            self.state.run = self.search.to_bytes();
            self.state.write(path)?;
        }
        Ok(())
    }

    /// Begins as many trials as there is room for.
    fn launch(&mut self) -> Result<(), Box<dyn Error>> {
        // In rounds where it matters who is told first: what is proposed does not depend on which command is the fastest,
        // and a run that was stored in the middle of a round finishes the round.
        let in_rounds = self.plan.method.looks_at_each();
        if in_rounds && !self.running.is_empty() {
            return Ok(());
        }
        let room = self.plan.parallel - self.running.len().min(self.plan.parallel);
        let mut next: Vec<_> = self.left.drain(..room.min(self.left.len())).collect();
        if next.is_empty() || !in_rounds {
            let asked = core::iter::from_fn(|| self.search.ask());
            next.extend(asked.take(room - next.len()));
        }
        for Trial { number, candidate, .. } in next {
            if !self.space.contains(&candidate) {
                return Err(format!("trial {number} of the state is of another space").into());
            }
            let (words, timeout) = (self.plan.command.fill(&self.plan.parameters, &candidate), self.plan.timeout);
            self.running.insert(number, candidate);
            let sender = self.arrivals.0.clone();
            thread::spawn(move || {
                let begun = Instant::now();
                // If nobody waits for it, the study is over.
                let _ = sender.send((number, evaluate(&words, timeout), begun.elapsed()));
            });
        }
        Ok(())
    }
}

/// The search of a state, if it is this plan's and its parts fit together.
pub(crate) fn resume(plan: &Plan, space: &Space, state: &State) -> Result<Box<dyn Search>, String> {
    let expected = plan.identity();
    for (name, value) in &expected {
        let stored = state.identity.iter().find(|(other, _)| other == name).map_or("", |(_, stored)| stored);
        if stored != value {
            let other = "choose another file, or the same";
            return Err(format!("made with {name} {stored:?}, asked for is {value:?}; {other} {name}"));
        }
    }
    let mut search = plan.method.read(&state.run).map_err(|error| error.to_string())?;
    let outstanding = search.outstanding();
    let failures = state.trials.values().filter(|trial| trial.outcome.value().is_none()).count();
    let told = (state.trials.len() as u64, failures as u64);
    let asked = told.0 + outstanding.len() as u64;
    let waits = |number: &u64| outstanding.binary_search_by_key(number, |trial| trial.number).is_ok();
    let fits = search.counts() == told
        && search.seed() == plan.seed
        && state.identity.len() == expected.len()
        && state.trials.keys().all(|number| *number < asked && !waits(number))
        && state.trials.values().map(|trial| &trial.candidate).all(|candidate| space.contains(candidate))
        && outstanding.iter().all(|trial| space.contains(&trial.candidate));
    if !fits {
        return Err("its trials and its run do not belong together".to_owned());
    }
    search.extend(plan.trials).map_err(|_| format!("it has {asked} trials, asked for are {}", plan.trials))?;
    Ok(search)
}
