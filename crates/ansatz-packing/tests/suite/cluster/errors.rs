//! What is wrong with an input is named, with its value and what is allowed.

use ansatz_packing::cluster::{
    Affinity, DeviceRequest, Devices, LabelSelector, Node, Pod, PodAffinityTerm, PodGroup, Policy, Preferred,
    Resources, Weights, place,
};

fn error(pods: &[Pod], nodes: &[Node], policy: &Policy) -> String {
    place(pods, nodes, policy).unwrap_err().to_string()
}

fn pod(name: &str) -> Pod {
    Pod::new(name, Resources::new())
}

fn node(name: &str) -> Node {
    Node::new(name, Resources::new()).devices(Devices::new("gpu", 2, 1000))
}

#[test]
fn names() {
    let policy = Policy::default();
    assert_eq!(error(&[], &[node("a"), node("a")], &policy), "two nodes are named \"a\", allowed: each name once");
    assert_eq!(
        error(&[pod("a"), pod("b"), pod("a")], &[], &policy),
        "two pods are named default/a, allowed: each name once in a namespace"
    );
    place(&[pod("a"), pod("a").namespace("other")], &[], &policy).unwrap();
    // An empty name is a name.
    place(&[pod("")], &[Node::new("", Resources::new())], &policy).unwrap();
    assert_eq!(
        error(&[pod(""), pod("")], &[], &policy),
        "two pods are named default/, allowed: each name once in a namespace"
    );
    assert_eq!(
        error(&[pod("a").on_node("z")], &[node("a")], &policy),
        "the node of pod default/a is \"z\", allowed: the name of a node"
    );
    assert_eq!(
        error(&[pod("a").group("z")], &[], &policy),
        "the group of pod default/a is \"z\", allowed: the name of a group of the policy"
    );
    let twice = policy.group(PodGroup::new("g", 1)).group(PodGroup::new("g", 2));
    assert_eq!(error(&[], &[], &twice), "two groups are named \"g\", allowed: each name once");
}

#[test]
fn devices() {
    let policy = Policy::default();
    let asks = |devices: &[usize], count| {
        let mut pod = pod("p").devices(DeviceRequest::new("gpu", count, 100)).on_node("a");
        pod.devices[0].devices = devices.to_vec();
        pod
    };
    for (devices, count) in [(&[2][..], 1), (&[0, 0], 2), (&[0], 2), (&[0, 1], 1), (&[0], 0), (&[7, 7], 0)] {
        let allowed = format!("allowed: {count} different ones of the 2 of its node");
        let expected = format!("the devices \"gpu\" of pod default/p are {devices:?}, {allowed}");
        assert_eq!(error(&[asks(devices, count)], &[node("a")], &policy), expected);
    }
    place(&[asks(&[1, 0], 2)], &[node("a")], &policy).unwrap();
    place(&[asks(&[], 0)], &[node("a")], &policy).unwrap();
    // Nothing was said of more than there are: then it has those that there are.
    place(&[asks(&[], 5)], &[node("a")], &policy).unwrap();
    let twice = pod("p").devices(DeviceRequest::new("gpu", 1, 1)).devices(DeviceRequest::new("gpu", 1, 1));
    assert_eq!(error(&[twice], &[], &policy), "default/p has the devices \"gpu\" twice, allowed: each name once");
    let twice = node("a").devices(Devices::new("gpu", 1, 1));
    assert_eq!(error(&[], &[twice], &policy), "a has the devices \"gpu\" twice, allowed: each name once");
    let many = Node::new("a", Resources::new()).devices(Devices::new("gpu", usize::MAX, 1));
    let expected = format!("the number of devices \"gpu\" of node a is {}, allowed: 0..=1024", usize::MAX);
    assert_eq!(error(&[], &[many], &policy), expected);
}

#[test]
fn weights() {
    for weight in [f64::NAN, f64::INFINITY, -0.5] {
        let policy = Policy::default().weights(Weights::default().locality(weight));
        let expected = format!("`weight of locality` is {weight}, allowed: a finite number of at least 0");
        assert_eq!(error(&[], &[], &policy), expected);
    }
    for weight in [f64::NAN, f64::NEG_INFINITY] {
        let term = PodAffinityTerm::new(LabelSelector::default(), "zone");
        let mut affinity = Affinity::default();
        affinity.pod_preferred.push(Preferred { weight, term });
        let expected = format!("the weight of a preference of pod default/p is {weight}, allowed: a finite number");
        assert_eq!(error(&[pod("p").affinity(affinity)], &[], &Policy::default()), expected);
    }
}
