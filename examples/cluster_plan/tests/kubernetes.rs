//! Every field that is read, and what is said of one that cannot be.

use ansatz_packing::cluster::{
    Allowance, LabelSelector, NodeSelectorTerm, Operator, Requirement, Resources, Taint, TaintEffect, Toleration,
    WhenUnsatisfiable,
};

use super::{error, pod, pod_text, read, read_all};

const NODE: &str = "{kind: Node, metadata: {name: n, labels: {zone: a, kubernetes.io/hostname: host}}, status: {\
                    capacity: {cpu: 8}, allocatable: {cpu: '3.9', memory: 8Gi, nvidia.com/gpu: 2, pods: 110}, \
                    images: [{names: ['r/web@sha256:1', 'r/web:2'], sizeBytes: 7}, {names: null}]}, spec: {\
                    unschedulable: true, taints: [{key: spot, effect: NoExecute}, {key: a, value: b, effect: \
                    PreferNoSchedule}]}}";

#[test]
fn nodes_are_read() {
    let node = &read(NODE).nodes[0];
    assert_eq!(
        node.allocatable,
        Resources::from([("cpu", 3900), ("memory", 8 << 30), ("nvidia.com/gpu", 2), ("pods", 110)])
    );
    assert_eq!((node.labels["kubernetes.io/hostname"].as_str(), node.labels["zone"].as_str()), ("host", "a"));
    assert!(node.unschedulable);
    let taints = [Taint::new("spot", "", TaintEffect::NoExecute), Taint::new("a", "b", TaintEffect::PreferNoSchedule)];
    assert_eq!(node.taints, taints);
    let images: Vec<_> = node.images.iter().map(|image| (image.name.as_str(), image.bytes)).collect();
    assert_eq!(images, [("r/web@sha256:1", 7), ("r/web:2", 7)]);
    let bare = &read("{kind: Node, metadata: {name: n}, status: {capacity: {cpu: 8}}}").nodes[0];
    assert_eq!((bare.allocatable.amount("cpu"), bare.unschedulable), (8000, false));
    assert_eq!(bare.labels["kubernetes.io/hostname"], "n");
}

#[test]
fn requests_are_those_that_the_scheduler_counts() {
    let requests = |spec: &str| pod(spec).requests;
    let amounts = |cpu, memory| Resources::from([("cpu", cpu), ("memory", memory)]);
    // Containers together; a limit alone is a request too.
    let containers = "containers: [{resources: {requests: {cpu: 1, memory: 5}}}, {resources: {requests: {cpu: 250m}, \
                      limits: {cpu: 2, memory: 7}}}, {name: none}]";
    assert_eq!(requests(&format!("{{{containers}}}")), amounts(1250, 12));
    // Initialisers one after the other: 2000m and 9 are the most.
    let first = "{resources: {requests: {cpu: 2, memory: 1}}}, {resources: {requests: {memory: 20}}}";
    assert_eq!(requests(&format!("{{{containers}, initContainers: [{first}]}}")), amounts(2000, 20));
    // A sidecar runs beside those behind it, and beside the containers: max(1250 + 100, 2000, 100 + 2000).
    let sidecar = "{restartPolicy: Always, resources: {requests: {cpu: 100m}}}";
    let second = "{resources: {requests: {cpu: 2}}}";
    assert_eq!(requests(&format!("{{{containers}, initContainers: [{first}, {sidecar}]}}")), amounts(2000, 20));
    let spec = format!("{{{containers}, initContainers: [{first}, {sidecar}, {second}], overhead: {{cpu: 1m}}}}");
    assert_eq!(requests(&spec), amounts(2101, 20));
    // The pod's own resources count in place of the sums, its limits where there is no sum.
    let own = "resources: {requests: {cpu: 3}, limits: {cpu: 9, memory: 9, example.com/a: 1}}";
    let with = Resources::from([("cpu", 3000), ("memory", 12), ("example.com/a", 1)]);
    assert_eq!(requests(&format!("{{{containers}, {own}}}")), with);
    // No node has as much.
    let huge = "{containers: [{resources: {requests: {memory: 16E}}}, {resources: {requests: {memory: 16E}}}]}";
    assert_eq!(requests(huge).amount("memory"), u64::MAX);
}

#[test]
fn affinity_is_read() {
    let affinity =
        pod("{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [\
         {matchExpressions: [{key: disk, operator: In, values: [ssd]}, {key: cores, operator: Gt, values: ['8']}]}, \
         {matchFields: [{key: metadata.name, operator: In, values: [n]}]}, {}]}, \
         preferredDuringSchedulingIgnoredDuringExecution: [{weight: 100, preference: {matchExpressions: [{key: a, \
         operator: DoesNotExist}]}}]}, podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: \
         zone, labelSelector: {matchLabels: {app: cache}}, namespaces: [x]}]}, podAntiAffinity: \
         {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: zone, \
         labelSelector: {}, matchLabelKeys: [app, none], mismatchLabelKeys: [tier]}}]}}}")
        .affinity;
    let required = [
        NodeSelectorTerm::new([
            Requirement::new("disk", Operator::In, ["ssd"]),
            Requirement::new("cores", Operator::Gt, ["8"]),
        ]),
        NodeSelectorTerm::new([Requirement::new("metadata.name", Operator::In, ["n"])]),
        NodeSelectorTerm::default(),
    ];
    assert_eq!(affinity.node_required, required);
    assert!(affinity.node_required[1].matches(&read(NODE).nodes[0].labels));
    assert_eq!(affinity.node_preferred[0].weight, 100.0);
    let near = &affinity.pod_required[0];
    assert_eq!((near.topology_key.as_str(), &near.namespaces[..]), ("zone", &["x".to_owned()][..]));
    assert_eq!(near.label_selector, LabelSelector::labels([("app", "cache")]));
    let far = &affinity.pod_anti_preferred[0];
    let own = [Requirement::new("app", Operator::In, ["web"]), Requirement::new("tier", Operator::NotIn, ["front"])];
    assert_eq!((far.weight, &far.term.label_selector.match_expressions[..]), (1.0, &own[..]));
    assert!(affinity.pod_preferred.is_empty() && affinity.pod_anti_required.is_empty());
}

/// A selector that is absent means no pod, an empty one every pod, as everywhere in Kubernetes.
#[test]
fn an_absent_selector_is_not_an_empty_one() {
    let term = |selector: &str| {
        let spec = format!(
            "{{affinity: {{podAntiAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: [{{topologyKey: zone\
             {selector}}}]}}}}, topologySpreadConstraints: [{{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: \
             ScheduleAnyway{selector}}}]}}"
        );
        let pod = pod(&spec);
        let is_meant = |selector: &LabelSelector| selector.matches(&pod.labels);
        (is_meant(&pod.affinity.pod_anti_required[0].label_selector), is_meant(&pod.topology_spread[0].label_selector))
    };
    assert_eq!(term(""), (false, false));
    assert_eq!(term(", labelSelector: null"), (false, false));
    assert_eq!(term(", labelSelector: {}"), (true, true));
}

#[test]
fn namespaces_are_selected_by_their_labels() {
    let text = |selector: &str| {
        format!(
            "{{kind: Namespace, metadata: {{name: a, labels: {{team: red}}}}}}\n---\n{{kind: Pod, metadata: {{name: q, \
             namespace: b}}, spec: {{}}}}\n---\n{}",
            pod_text(&format!(
                "{{affinity: {{podAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: [{{topologyKey: zone, \
                 labelSelector: {{}}, namespaceSelector: {selector}}}]}}}}}}"
            ))
        )
    };
    let namespaces = |selector: &str| read(&text(selector)).arrivals[1].pod.affinity.pod_required[0].namespaces.clone();
    assert_eq!(namespaces("null"), [""; 0]);
    assert_eq!(namespaces("{}"), ["a", "b", "default"]);
    assert_eq!(namespaces("{matchLabels: {team: red}}"), ["a"]);
    assert_eq!(namespaces("{matchLabels: {kubernetes.io/metadata.name: b}}"), ["b"]);
    // None of them is not the pod's own.
    assert_eq!(namespaces("{matchLabels: {team: blue}}"), [""]);
}

#[test]
fn tolerations_spread_and_places_are_read() {
    let pod = pod(
        "{nodeName: n, nodeSelector: {disk: ssd}, tolerations: [{operator: Exists}, {key: a, value: b, effect: NoSchedule}, \
         {key: c, operator: Equal, effect: ''}, {key: d, operator: Exists, effect: NoExecute, tolerationSeconds: 300}], \
         topologySpreadConstraints: [{maxSkew: 2, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, minDomains: 3, \
         labelSelector: {matchExpressions: [{key: app, operator: Exists}]}, matchLabelKeys: [tier]}], containers: \
         [{image: web}, {image: 'r:5000/web'}, {image: 'web:2'}], initContainers: [{image: 'i@sha256:0'}]}",
    );
    let some = |text: &str| Some(text.to_owned());
    let tolerations = [
        Toleration::default(),
        Toleration { key: some("a"), value: some("b"), effect: Some(TaintEffect::NoSchedule) },
        Toleration { key: some("c"), value: some(""), effect: None },
        Toleration { key: some("d"), value: None, effect: Some(TaintEffect::NoExecute) },
    ];
    assert_eq!(pod.tolerations, tolerations);
    let spread = &pod.topology_spread[0];
    assert_eq!((spread.max_skew, spread.min_domains), (2, 3));
    assert_eq!(spread.when_unsatisfiable, WhenUnsatisfiable::DoNotSchedule);
    assert_eq!(spread.label_selector.match_expressions[1], Requirement::new("tier", Operator::In, ["front"]));
    assert_eq!((pod.node_name.as_deref(), pod.node_selector["disk"].as_str()), (Some("n"), "ssd"));
    assert_eq!(pod.images, ["i@sha256:0", "web:latest", "r:5000/web:latest", "web:2"]);
}

#[test]
fn priorities_come_from_the_pod_then_from_its_class_then_from_the_default() {
    let classes = "{kind: PriorityClass, metadata: {name: low}, value: -5, preemptionPolicy: Never}\n---\n{kind: \
                   PriorityClass, metadata: {name: usual}, value: 7, globalDefault: true}\n";
    let priority = |spec: &str| {
        // The classes may come later, and from another file.
        let pod = read_all(&[&pod_text(spec), classes]).unwrap().arrivals.pop().unwrap().pod;
        (pod.priority, pod.never_preempts)
    };
    assert_eq!(priority("{}"), (7, false));
    assert_eq!(priority("{priorityClassName: low}"), (-5, true));
    assert_eq!(priority("{priorityClassName: low, preemptionPolicy: PreemptLowerPriority}"), (-5, false));
    assert_eq!(priority("{priorityClassName: elsewhere, priority: 3}"), (3, false));
    assert_eq!(priority("{priorityClassName: system-node-critical}"), (2_000_001_000, false));
    assert_eq!(
        error(&pod_text("{priorityClassName: high}")),
        "0.yaml: document 1, Pod \"p\", line 3: `spec.priorityClassName` is \"high\", allowed: system-cluster-critical, \
         system-node-critical, and those of a PriorityClass in the files"
    );
}

#[test]
fn budgets_are_read() {
    let budget = |spec: &str| {
        let text = format!("{{kind: PodDisruptionBudget, metadata: {{name: b, namespace: x}}, spec: {spec}}}");
        read(&text).budgets.pop().unwrap()
    };
    let least = budget("{minAvailable: 2, selector: {matchLabels: {app: web}}}");
    assert_eq!((least.name.as_str(), least.namespace.as_str()), ("b", "x"));
    assert_eq!((least.min_available, least.max_unavailable), (Some(Allowance::Pods(2)), None));
    assert_eq!(budget("{maxUnavailable: '25%'}").max_unavailable, Some(Allowance::Percent(25.0)));
    assert_eq!(budget("{}").max_unavailable, Some(Allowance::Pods(0)));
}

#[test]
fn gangs_are_those_of_the_files() {
    let pod = |name: &str, group: &str| {
        format!(
            "---\n{{kind: Pod, metadata: {{name: {name}, labels: {{scheduling.x-k8s.io/pod-group: {group}}}}}, spec: {{}}}}\n"
        )
    };
    let group = "{kind: PodGroup, metadata: {name: g}, spec: {minMember: 2}}\n";
    let cluster = read(&format!("{}{}---\n{group}", pod("a", "g"), pod("b", "h")));
    let groups: Vec<_> = cluster.arrivals.iter().map(|arrival| arrival.pod.group.as_deref()).collect();
    assert_eq!(groups, [Some("default/g"), None]);
    assert_eq!((cluster.groups[0].name.as_str(), cluster.groups[0].min_member), ("default/g", 2));
    let negative = error("{kind: PodGroup, metadata: {name: g}, spec: {minMember: -1}}");
    assert!(negative.ends_with("`spec.minMember` is \"-1\", allowed: a whole number from 0"));
}

/// As `kubectl` writes several objects, as the interface writes those of one kind, as JSON, and as documents.
#[test]
fn lists_of_every_form_are_read() {
    let item = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {}}";
    let bare = "{metadata: {name: a}, spec: {}}";
    let json = "{\n\t\"kind\": \"List\",\n\t\"items\": [\n\t\t{\"kind\": \"Pod\", \"metadata\": {\"name\": \"a\"}, \
                \"spec\": {\"priority\": 0, \"nodeName\": null}}\n\t]\n}\n";
    for text in [
        item,
        &format!("items: [{item}]\nkind: List\n"),
        &format!("kind: PodList\nitems:\n- {bare}\n"),
        &format!("kind: List\nitems: [{{kind: PodList, items: [{bare}]}}]"),
        json,
        &format!("---\n---\n# nothing\n---\n{item}\n...\n---\n"),
        &format!("\u{feff}{item}"),
    ] {
        let names: Vec<_> = read(text).arrivals.into_iter().map(|arrival| arrival.pod.name).collect();
        assert_eq!(names, ["a"], "{text}");
    }
    assert_eq!(read("{kind: PodList, items: null}").arrivals.len(), 0);
    assert_eq!(read("").arrivals.len(), 0);
}

#[test]
fn what_takes_no_part_is_counted() {
    let cluster = read(
        "kind: List\nitems:\n- {kind: Pod, metadata: {name: a}, spec: {}, status: {phase: Failed}}\n- {kind: Pod, metadata: \
         {name: b}, spec: {}, status: {phase: Succeeded}}\n- {kind: Pod, metadata: {name: c}, spec: {schedulingGates: \
         [{name: g}]}}\n- {kind: Service}\n- {kind: Pod, metadata: {name: d, creationTimestamp: 2024-05-01T12:00:00Z}, spec: \
         {topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: ScheduleAnyway, nodeTaintsPolicy: \
         Honor, nodeAffinityPolicy: Honor}]}, status: {phase: Pending}}\n",
    );
    assert_eq!((cluster.arrivals.len(), cluster.arrivals[0].created), (1, 20_240_501_120_000));
    let remarks: Vec<_> = cluster.remarks.lines().collect();
    assert_eq!(
        remarks,
        [
            "objects of kind Service, left out: 1",
            "pods that have ended, left out: 2",
            "pods that wait for a scheduling gate, left out: 1",
            "spread constraints with another nodeTaintsPolicy than Ignore, read as Ignore: 1",
        ]
    );
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let spec = |spec: &str| error(&format!("---\n---\n{}", pod_text(spec)));
    let begin = "0.yaml: document 2, Pod \"p\", line 5: ";
    for (text, expected) in [
        ("[]", "`spec` is a list, allowed: a mapping"),
        ("{containers: {}}", "`spec.containers` is a mapping, allowed: a list"),
        (
            "{containers: [{}, {resources: {requests: {cpu: 2 cores}}}]}",
            "`spec.containers[1].resources.requests` says that cpu is \"2 cores\", allowed: a quantity such as 2, 250m, \
             1.5Gi or 1e9",
        ),
        (
            "{overhead: {memory: -1}}",
            "`spec.overhead` says that memory is \"-1\", allowed: a quantity such as 2, 250m, 1.5Gi or 1e9",
        ),
        ("{overhead: {memory: [1]}}", "`spec.overhead.memory` is a list, allowed: a text"),
        ("{nodeSelector: {a: null}}", "`spec.nodeSelector.a` is null, allowed: a text"),
        ("{priority: 3000000000}", "`spec.priority` is \"3000000000\", allowed: a whole number that fits into 32 bits"),
        ("{preemptionPolicy: never}", "`spec.preemptionPolicy` is \"never\", allowed: PreemptLowerPriority, Never"),
        ("{tolerations: [{key: a, operator: Is}]}", "`spec.tolerations[0].operator` is \"Is\", allowed: Equal, Exists"),
        (
            "{tolerations: [{value: a}]}",
            "`spec.tolerations[0]` has no key, allowed: the operator Exists without one, or a key",
        ),
        (
            "{topologySpreadConstraints: [{maxSkew: 0}]}",
            "`spec.topologySpreadConstraints[0].maxSkew` is \"0\", allowed: a whole number from 1 that fits into 32 bits",
        ),
        ("{topologySpreadConstraints: [{maxSkew: 1}]}", "`spec.topologySpreadConstraints[0].topologyKey` is missing"),
    ] {
        assert_eq!(spec(text), format!("{begin}{expected}"));
    }
    for (text, expected) in [
        ("kind: [Pod]", "0.yaml: document 1, line 1: `kind` is a list, allowed: a text"),
        ("metadata: {name: a}", "0.yaml: document 1, line 1: `kind` is missing"),
        ("just text", "0.yaml: document 1, line 1: is \"just text\", allowed: a mapping"),
        ("kind: List\nitems:\n- {}", "0.yaml: document 1, line 3: `items[0].kind` is missing"),
        ("kind: Pod\nspec: {}", "0.yaml: document 1, Pod, line 1: `metadata` is missing"),
        (
            "kind: Node\nmetadata: {name: n}\nstatus: {}",
            "0.yaml: document 1, Node \"n\", line 3: `status.capacity` is missing",
        ),
        (
            "kind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {minAvailable: 101%}",
            "0.yaml: document 1, PodDisruptionBudget \"b\", line 3: `spec.minAvailable` is \"101%\", allowed: a whole number \
             from 0, or a percentage from 0% to 100%",
        ),
        (
            "kind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {minAvailable: 1, maxUnavailable: 1}",
            "0.yaml: document 1, PodDisruptionBudget \"b\", line 3: `spec` has both minAvailable and maxUnavailable, allowed: \
             one of them",
        ),
    ] {
        assert_eq!(error(text), expected);
    }
}

/// One condition at a time, in all places where conditions stand.
#[test]
fn conditions_have_the_values_that_their_operator_asks_for() {
    let condition = |condition: &str| {
        let node = error(&pod_text(&format!(
            "{{affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: \
             [{{matchExpressions: [{condition}]}}]}}}}}}}}"
        )));
        node.rsplit_once("nodeSelectorTerms[0].").unwrap().1.to_owned()
    };
    for (text, expected) in [
        ("{key: a, operator: In}", "matchExpressions[0].values` are 0, allowed: at least one"),
        ("{key: a, operator: Exists, values: [b]}", "matchExpressions[0].values` are 1, allowed: none"),
        ("{key: a, operator: Gt, values: ['1', '2']}", "matchExpressions[0].values` are 2, allowed: exactly one"),
        (
            "{key: a, operator: Is}",
            "matchExpressions[0].operator` is \"Is\", allowed: In, NotIn, Exists, DoesNotExist, Gt, Lt",
        ),
        ("{operator: In, values: [a]}", "matchExpressions[0].key` is missing"),
    ] {
        assert_eq!(condition(text), expected);
    }
    let budget = "{kind: PodDisruptionBudget, metadata: {name: b}, spec: {selector: {matchExpressions: [{key: a, operator: \
                  Gt, values: ['1']}]}}}";
    assert!(error(budget).ends_with("is \"Gt\", allowed: In, NotIn, Exists, DoesNotExist"));
    let field = "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: \
                 [{matchFields: [{key: spec.x, operator: In, values: [a]}]}]}}}}";
    assert!(error(&pod_text(field)).ends_with("matchFields[0].key` is \"spec.x\", allowed: metadata.name"));
}
