//! The whole program, from a file to a page.

use std::fs;

use crate::{arguments::Request, plan::Plan, planned::Planned, read, run};

fn planned(request: &Request) -> Planned {
    Planned::new(request, read::plan(request).unwrap()).unwrap()
}

/// Looks at every moment of a schedule, which is what the planning does not do.
fn check(planned: &Planned) {
    let Plan { tasks, resources, .. } = &planned.plan;
    let [starts, finishes]: [Vec<u64>; 2] = [
        (0..tasks.len()).map(|task| planned.start(task)).collect(),
        (0..tasks.len()).map(|task| planned.finish(task)).collect(),
    ];
    for (index, task) in tasks.iter().enumerate() {
        assert_eq!(finishes[index] - starts[index], task.estimate.most_likely());
        assert!(starts[index] >= task.start_no_earlier.unwrap_or(0), "{}", task.id);
        for before in &task.predecessors {
            use ansatz_planning::LinkKind::{FinishToFinish, FinishToStart, StartToFinish, StartToStart};
            let (from, to) = match before.kind {
                FinishToStart => (finishes[before.task], starts[index]),
                StartToStart => (starts[before.task], starts[index]),
                FinishToFinish => (finishes[before.task], finishes[index]),
                StartToFinish => (starts[before.task], finishes[index]),
            };
            assert!(to as i64 >= from as i64 + before.lag, "{} after {}", task.id, tasks[before.task].id);
        }
    }
    let makespan = finishes.iter().copied().max().unwrap();
    assert_eq!(makespan, planned.schedule.makespan());
    for (index, resource) in resources.iter().enumerate() {
        let steps = planned.usage(index);
        for time in 0..makespan {
            let is_under_way = |task: &usize| starts[*task] <= time && time < finishes[*task];
            let used: u64 = (0..tasks.len()).filter(is_under_way).map(|task| tasks[task].demands[index]).sum();
            assert!(used <= resource.capacity, "{} at {time}", resource.name);
            let step = steps.iter().rev().find(|(from, _)| *from <= time);
            assert_eq!(step.map(|step| step.1), Some(used), "{} at {time}", resource.name);
        }
    }
}

#[test]
fn the_samples_keep_to_all_that_they_say() {
    let clinic = planned(&Request { schedules: 200, ..Request::default() });
    check(&clinic);
    assert!((25..=40).contains(&clinic.plan.tasks.len()) && clinic.plan.resources.len() == 7);
    assert_eq!((clinic.plan.events.len(), clinic.plan.groups().len()), (2, 6));
    // What is short makes it longer.
    assert!(clinic.schedule.makespan() > clinic.cpm.finish());
    let capacities = [("helper", 2), ("plumber", 1), ("electrician", 1)];
    let kitchen = Request {
        input: concat!(env!("CARGO_MANIFEST_DIR"), "/data/kitchen.csv").into(),
        capacities: capacities.map(|(name, capacity)| (name.to_owned(), capacity)).to_vec(),
        ..Request::default()
    };
    let kitchen = planned(&kitchen);
    check(&kitchen);
    // Both the floor and the paint need a helper, and the floor could begin a day before the paint is done.
    assert_eq!((kitchen.cpm.finish(), kitchen.schedule.makespan()), (16, 17));
    let path: Vec<_> = kitchen.critical_path().into_iter().map(|(task, waits)| (task + 1, waits)).collect();
    assert_eq!(path, [(1, false), (3, false), (4, false), (5, false), (6, true), (8, false), (10, false), (11, false)]);
}

/// Two tasks that share what there is one of come one after the other, however long they take.
#[test]
fn the_simulation_keeps_to_what_is_there() {
    let file = |name: &str, text: &str| {
        let input = std::env::temp_dir().join(format!("ansatz-project-plan-{}-{name}", std::process::id()));
        fs::write(&input, text).unwrap();
        let capacities = vec![("saw".to_owned(), 1)];
        let planned = planned(&Request { input: input.clone(), capacities, runs: 10_000, ..Request::default() });
        fs::remove_file(&input).unwrap();
        planned
    };
    let shared_text = "id,optimistic,most_likely,pessimistic,resources\na,2,4,12,saw\nb,2,4,12,saw\n";
    let shared = file("shared.csv", shared_text);
    assert_eq!(
        (shared.schedule.makespan(), shared.chained.hands_over(0, 1) || shared.chained.hands_over(1, 0)),
        (8, true)
    );
    // The sum of two beta distributions of PERT: each with the mean 5 and the variance 3 * 7 / 7. What 10,000 runs come
    // to is off by 4.9 standard errors once in a million times.
    let mean = shared.risk.analysis.mean().value;
    assert!((mean - 10.0).abs() < 4.9 * (6.0_f64 / 10_000.0).sqrt(), "{mean}");
    assert!(shared.risk.analysis.tasks().iter().all(|task| task.criticality == 1.0));
    // A lead lets the second come first: it hands over to what it waits for.
    let text = "id,duration,predecessors,resources,start_no_earlier\na,3,,saw,2\nb,2,aFS-9,saw,\n";
    let turned = file("turned.csv", text);
    assert_eq!((turned.start(0), turned.start(1), &turned.chained.handovers), (2, 0, &None));
    assert!(crate::print::runs(&turned).contains("of the links alone, since leads let"));
    let free = file("free.csv", &shared_text.replace("saw", ""));
    assert!(free.risk.analysis.mean().value < 8.0);
    // Where nothing is uncertain, nothing is.
    let certain = file("certain.csv", "id,duration,resources\na,3,saw\nb,4,saw\n");
    assert!(certain.risk.quantiles().iter().all(|(_, date)| date.value == 7.0));
    let html = crate::page::of_plan(&certain).unwrap();
    assert!(html.contains("2 tasks, 0 links, 1 resource<") && !html.contains("NaN"));
}

#[test]
fn contradictory_correlations_are_said_with_their_line() {
    let input = std::env::temp_dir().join(format!("ansatz-project-plan-{}-contrary.toml", std::process::id()));
    let tasks: String = ["a", "b", "c"].map(|id| format!("[[tasks]]\nid = \"{id}\"\nduration = 1\n")).concat();
    // Three of which each is the opposite of the others.
    let text = format!("{tasks}[[correlations]]\ntasks = [\"a\", \"b\", \"c\"]\ncoefficient = -0.9\n");
    fs::write(&input, text).unwrap();
    let request = Request { input: input.clone(), ..Request::default() };
    let error = run(&request, &mut Vec::new()).unwrap_err().to_string();
    let expected = "the coefficient -0.9 of a, b, c contradicts itself or those before it, allowed: tasks that can be so \
                    all at once";
    assert_eq!(error, format!("{}: line 10: {expected}", input.display()));
    fs::remove_file(&input).unwrap();
}

#[test]
fn a_project_goes_from_a_file_to_a_page() {
    let folder = std::env::temp_dir().join(format!("ansatz-project-plan-{}", std::process::id()));
    let page = folder.join("sub").join("page.html");
    let request = Request { schedules: 300, runs: 2_000, page: page.clone(), ..Request::default() };
    let mut out = Vec::new();
    run(&request, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let lines =
        ["A small clinic: 38 tasks, 61 links, 7 resources", "critical path", "Deadlines", "How sure", "P80", "! "];
    assert!(lines.iter().all(|line| text.contains(line)), "{text}");
    let html = fs::read_to_string(&page).unwrap();
    assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"));
    // All that it shows is in it.
    for outside in ["<script", "<link", "@import", "src=", "url("] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert!(html.matches("http").count() == html.matches("http://www.w3.org/2000/svg").count());
    assert_eq!(html.matches("<svg").count(), html.matches("</svg>").count());
    // The same again, but for the time that it took.
    let mut again = Vec::new();
    run(&request, &mut again).unwrap();
    let same =
        |text: &str| text.lines().filter(|line| !line.starts_with("scheduled in")).collect::<Vec<_>>().join("\n");
    assert_eq!(same(&text), same(&String::from_utf8(again).unwrap()));
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn names_cannot_become_markup() {
    let folder = std::env::temp_dir().join(format!("ansatz-project-plan-markup-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let input = folder.join("a.toml");
    let text = "name = \"<b>x\"\n[resources]\n\"<i>\" = 1\n[[tasks]]\nid = \"<u>\"\nname = \"'</title><script>\"\n\
                duration = 3\ngroup = \"<s>\"\nresources = \"<i>\"\n";
    fs::write(&input, text).unwrap();
    let request = Request { input, page: folder.join("a.html"), runs: 200, ..Request::default() };
    run(&request, &mut Vec::new()).unwrap();
    let html = fs::read_to_string(&request.page).unwrap();
    for tag in ["<b>x", "<i>", "<u>", "<script", "<s>"] {
        assert!(!html.contains(tag), "{tag}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// What is due soon has its place, and what is due in a lifetime leaves the bars theirs.
#[test]
fn far_dates_are_told_and_not_drawn() {
    let dashes = |due: u64| {
        let input = std::env::temp_dir().join(format!("ansatz-project-plan-{}-due-{due}.csv", std::process::id()));
        fs::write(&input, format!("id,duration,finish_by\na,10,{due}\n")).unwrap();
        let deadline = Some(due.to_string());
        let planned = planned(&Request { input: input.clone(), deadline, runs: 200, ..Request::default() });
        fs::remove_file(&input).unwrap();
        assert!(crate::print::verdicts(&planned).iter().all(|verdict| verdict.contains("in time")));
        let svg = crate::gantt::picture(&planned).svg;
        (svg.matches(">deadline<").count(), svg.matches("stroke-width=\"2\"/>").count())
    };
    assert_eq!((dashes(15), dashes(40_000)), ((1, 1), (0, 0)));
}

#[test]
fn files_that_are_not_there_are_named() {
    let request = Request { input: "nowhere/plan.csv".into(), ..Request::default() };
    assert!(run(&request, &mut Vec::new()).is_err_and(|error| error.to_string().starts_with("nowhere/plan.csv: ")));
}
