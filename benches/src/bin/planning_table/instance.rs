//! Instances in the line format of psplib, and what is wrong with lines that are none.

use ansatz_planning::{LinkKind::FinishToStart, Network, rcpsp::Project};

/// A project, and what is known of its schedules.
#[derive(Debug, PartialEq)]
pub(crate) struct Instance {
    pub(crate) name: String,
    /// No schedule is shorter; none if that is not known.
    pub(crate) lower: Option<u64>,
    /// The shortest makespan that is known.
    pub(crate) upper: u64,
    pub(crate) project: Project,
}

/// The instances of a file, or the number of the first broken line and what is wrong with it.
pub(crate) fn parse_all(text: &str) -> Result<Vec<Instance>, (usize, String)> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|(number, line)| Instance::parse(line).map_err(|wrong| (number, wrong))).collect()
}

impl Instance {
    fn parse(line: &str) -> Result<Self, String> {
        let mut fields = Fields(line.split_ascii_whitespace());
        let name = fields.0.next().unwrap_or_default().to_owned();
        let lower = fields.next("LB")?;
        let (upper, path) = (fields.number("UB")?, fields.number("CPM")?);
        let lower = if lower == "-1" { None } else { Some(whole("LB", lower)?) };
        let project = fields.project()?;
        if project.critical_path() != path {
            return Err(format!("CPM is {path}, allowed: {}, the longest path", project.critical_path()));
        }
        if upper < path.max(lower.unwrap_or(0)) {
            return Err(format!("UB is {upper}, allowed: at least LB and CPM, {}", path.max(lower.unwrap_or(0))));
        }
        Ok(Self { name, lower, upper, project })
    }
}

/// What is left of a line.
struct Fields<'a>(core::str::SplitAsciiWhitespace<'a>);

impl<'a> Fields<'a> {
    fn next(&mut self, what: &str) -> Result<&'a str, String> {
        self.0.next().ok_or_else(|| format!("{what} is missing"))
    }

    fn number(&mut self, what: &str) -> Result<u64, String> {
        whole(what, self.next(what)?)
    }

    /// As many numbers as the first of them says.
    fn counted(&mut self, count: u64, what: &str) -> Result<Vec<u64>, String> {
        (0..count).map(|_| self.number(what)).collect()
    }

    /// The number of tasks, that of resources, capacities, and the tasks, to the end of the line.
    fn project(&mut self) -> Result<Project, String> {
        let (n, resources) = (self.number("nJobs")?, self.number("K")?);
        let capacities = self.counted(resources, "a capacity")?;
        let (mut network, mut demands, mut successors) = (Network::new(), Vec::new(), Vec::new());
        for task in 1..=n {
            network.add_task(self.number(&format!("the duration of job {task}"))?);
            demands.push(self.counted(resources, &format!("a demand of job {task}"))?);
            let count = self.number(&format!("nSucc of job {task}"))?;
            successors.push(self.counted(count, &format!("a successor of job {task}"))?);
        }
        if let Some(more) = self.0.next() {
            return Err(format!("`{more}` follows the last job, allowed: nothing"));
        }
        for (task, successor) in (0..).zip(&successors).flat_map(|(task, all)| all.iter().map(move |one| (task, *one)))
        {
            if successor == 0 || successor > n {
                return Err(format!("a successor of job {} is {successor}, allowed: 1 to {n}, the jobs", task + 1));
            }
            // At most n, the number of tasks that are there.
            let linked = network.link(task, successor as usize - 1, FinishToStart, 0);
            linked.map_err(|error| error.to_string())?;
        }
        Project::new(&network, &capacities, &demands).map_err(|error| error.to_string())
    }
}

fn whole(what: &str, field: &str) -> Result<u64, String> {
    field.parse().map_err(|_| format!("{what} is `{field}`, allowed: a whole number, at most {}", u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A task of 3 before one of 4, and one of 5 beside them that leaves no room for either.
    const THREE: &str = "three 12 12 7 3 1 2 3 1 1 2 4 1 0 5 2 0";

    #[test]
    fn comments_and_empty_lines_are_passed_over() {
        let found = parse_all(&format!("# name LB UB\n\n{THREE}\r\n")).unwrap();
        assert_eq!((found.len(), &found[0].name[..], found[0].lower, found[0].upper), (1, "three", Some(12), 12));
        let project = &found[0].project;
        assert_eq!((project.len(), project.capacities(), project.critical_path()), (3, &[2][..], 7));
        assert!((0..3).map(|task| project.duration(task)).eq([3, 4, 5]));
        assert!((0..3).map(|task| project.demands(task)[0]).eq([1, 1, 2]));
        assert!(project.predecessors(1).eq([(0, 3)]));
        let open = parse_all(&THREE.replacen("12", "-1", 1)).unwrap();
        assert_eq!(open[0].lower, None);
    }

    #[test]
    fn broken_lines_are_told_by_number_and_fault() {
        for (line, wrong) in [
            ("three", "LB is missing"),
            ("three 9 9", "CPM is missing"),
            ("three -2 9 7 0 0", "LB is `-2`, allowed: a whole number, at most 18446744073709551615"),
            ("three 9 9 7 18446744073709551615 0", "the duration of job 1 is missing"),
            ("three 9 9 7 1 18446744073709551615 2", "a capacity is missing"),
            ("three 9 9 7 3 1 2 3 1 x", "nSucc of job 1 is `x`, allowed: a whole number, at most 18446744073709551615"),
            ("three 9 9 7 3 1 2 3 1 1 2 4 1 0 5 2", "nSucc of job 3 is missing"),
            (&format!("{THREE} 7"), "`7` follows the last job, allowed: nothing"),
            ("one 3 3 3 1 1 2 3 1 1 2", "a successor of job 1 is 2, allowed: 1 to 1, the jobs"),
            ("one 3 3 3 1 1 2 3 1 1 0", "a successor of job 1 is 0, allowed: 1 to 1, the jobs"),
            ("one 3 3 3 1 1 2 3 3 0", "task 0 needs 3 of resource 0, allowed: at most 2, its capacity"),
            ("one 3 3 4 1 1 2 3 1 0", "CPM is 4, allowed: 3, the longest path"),
            ("one 3 2 3 1 1 2 3 1 0", "UB is 2, allowed: at least LB and CPM, 3"),
            ("one 5 4 3 1 1 2 3 1 0", "UB is 4, allowed: at least LB and CPM, 5"),
        ] {
            assert_eq!(parse_all(&format!("# a comment\n{line}\n")), Err((2, wrong.to_owned())), "{line}");
        }
    }

    #[test]
    fn a_cycle_is_refused() {
        let (number, wrong) = parse_all("two 2 2 2 2 0 1 1 2 1 1 1").unwrap_err();
        assert!(number == 1 && wrong.contains("cycle"), "{wrong}");
    }
}
