//! Texts that nobody writes by accident. Each is an error or a cluster, soon and in little memory; nothing panics.

use std::fs;

use super::{error, pod_text, read, read_all};
use crate::{input, yaml::Documents};

#[test]
fn aliases_are_followed_as_far_as_a_person_goes() {
    let pods =
        "kind: PodList\nitems:\n- {metadata: &m {name: a}, spec: &s {priority: 5}}\n- {metadata: *m, spec: *s}\n";
    let cluster = read(pods);
    assert_eq!(cluster.arrivals.len(), 2);
    assert_eq!(cluster.arrivals[0].pod, cluster.arrivals[1].pod);
    // Ten of ten of ten ...: 10^9 values in twelve lines.
    let line = |level: usize| format!("l{}: &l{} [{}]\n", level + 1, level + 1, format!("*l{level}, ").repeat(10));
    let bomb: Vec<String> = ["l0: &l0 [x]\n".to_owned()].into_iter().chain((0..9).map(line)).collect();
    assert_eq!(error(&bomb.concat()), "0.yaml: document 1, line 6: aliases stand for more than 100000 values");
    // Nor may a few aliases stand for a long text.
    let long = format!("a: &a {}\nb: [{}]", "x".repeat(1 << 20), "*a, ".repeat(1_000));
    assert!(error(&long).ends_with("aliases stand for more than 100000 values"));
    // An anchor in an anchor in an anchor is copied as often as it is deep.
    let line = |depth: usize| format!("{}a{depth}: &a{depth}\n", " ".repeat(depth));
    let nested = (0..60).map(line).collect::<Vec<_>>().concat();
    let many = "x, ".repeat(10_000);
    assert!(
        error(&format!("{nested}{}z: [{many}]", " ".repeat(60))).ends_with("aliases stand for more than 100000 values")
    );
    assert_eq!(error("a: &a [*a]"), "0.yaml: document 1, line 1: an alias inside of what it stands for");
    // An anchor is known in its own document only.
    assert!(error("kind: X\na: &a 1\n---\nb: *a\n").starts_with("0.yaml: document 2, line 4: "));
}

#[test]
fn what_is_too_deep_is_an_error() {
    for text in ["[".repeat(10_000), "{a: ".repeat(10_000), "- ".repeat(1 << 20), "a:\n".to_owned() + &"- ".repeat(65)]
    {
        let message = error(&text);
        assert!(message.contains("nested more than 64 deep") || message.contains("recursion limit"), "{message}");
    }
    // Lists of lists are read; they are as deep as anything else may be.
    let lists = "{kind: List, items: [".repeat(31) + &"]}".repeat(31);
    assert_eq!(read(&lists).arrivals.len(), 0);
}

#[test]
fn large_texts_are_read_or_refused() {
    // Thirty megabytes of one thing.
    for (text, expected) in [
        ("x".repeat(30 << 20), "allowed: a mapping"),
        ("'".to_owned() + &"x\n".repeat(15 << 20), "unexpected end of stream"),
        ("#".repeat(30 << 20), ""),
        ("\n".repeat(30 << 20), ""),
        ("a: ".repeat(10 << 20), "mapping values are not allowed"),
        ("a: 1\n".repeat(6 << 20), "the key \"a\" is there already"),
        ("-\n".repeat(15 << 20), "line 5000000: more than 5000000 values"),
    ] {
        let message = read_all(&[&text]).err().unwrap_or_default();
        assert!(message.contains(expected) && message.len() < 300, "{message}");
        assert_eq!(message.is_empty(), expected.is_empty());
    }
    let pod = "- {metadata: {name: p}, spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1}}}]}}\n";
    let pods = format!("kind: PodList\nitems:\n{}", pod.repeat(20_000));
    assert_eq!(read(&pods).arrivals.len(), 20_000);
}

#[test]
fn what_is_no_plain_data_is_an_error() {
    for (text, expected) in [
        ("a: !ruby/object x", "line 1: the tag !ruby/object, allowed: none"),
        ("a: 1\nb: {<<: {c: 1}}", "line 2: a merge key (<<), allowed: keys written out"),
        ("a: 1\na: 2", "line 2: the key \"a\" is there already"),
        ("? [a]\n: 1", "line 1: a key that is no text"),
    ] {
        assert_eq!(error(text), format!("0.yaml: document 1, {expected}"));
    }
    // Tags of what is there anyway.
    assert_eq!(read(&pod_text("{priority: !!int 5}")).arrivals[0].pod.priority, 5);
    for text in ["a: b: c", "a: [", "\"", "a: 'b", "%YAML 9", "a:\n\t- b", "*nowhere", "@", "a: |\n  x\n y", "{---"] {
        assert!(read_all(&[text]).is_err_and(|message| message.contains(", line ")), "{text}");
    }
}

/// A file that begins well, cut off and with every byte turned into others, at every place.
#[test]
fn damaged_texts_are_errors_or_clusters() {
    let whole = include_str!("../../data/cluster.yaml");
    let part = whole.split("---").nth(3).unwrap();
    let bytes = part.as_bytes();
    let mut accepted = 0;
    for end in 0..=part.len() {
        accepted += u32::from(read_all(&[&part[..end]]).is_ok());
    }
    for (index, byte) in bytes.iter().enumerate() {
        for other in [b'{', b'[', b'&', b'*', b'!', b'|', b'"', b':', b'-', b'\n', b'\t', b'%', byte ^ 1, byte ^ 32] {
            let mut changed = bytes.to_vec();
            changed[index] = other;
            if let Ok(text) = String::from_utf8(changed) {
                accepted += u32::from(read_all(&[&text]).is_ok());
            }
        }
    }
    // A letter in a name may be any other; a colon or a bracket may not.
    assert!(accepted > 0 && accepted < part.len() as u32 * 15, "{accepted}");
    assert!(Documents::new(whole).all(|document| document.is_ok()));
}

#[test]
fn bytes_that_are_no_text_are_an_error_with_their_place() {
    let folder = std::env::temp_dir().join(format!("ansatz-cluster-plan-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        let message = input::read(core::slice::from_ref(&path)).map(|_| ());
        message.map_err(|message| message.strip_prefix(&format!("{}: ", path.display())).unwrap().to_owned())
    };
    assert_eq!(file("a.yaml", b"a: 1\nb: \xff"), Err("line 2: not UTF-8 at byte 4".to_owned()));
    assert_eq!(file("b.yaml", b"\xff\xfea\0"), Err("line 1: not UTF-8 at byte 1".to_owned()));
    assert_eq!(file("c.yaml", b"\xef\xbb\xbfkind: PodList\nitems: []\n"), Ok(()));
    assert!(file("d.csv", b"sn,gpu\xff\n").is_err_and(|error| error.contains("not UTF-8 at byte 7")));
    assert!(file("e.yaml", &[0x1f, 0x8b, 8, 0]).is_err());
    // Two kilobytes that stand for more than a file may have.
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b'\n'; 1 << 20];
    (0..257).for_each(|_| std::io::Write::write_all(&mut packed, &block).unwrap());
    assert_eq!(file("f.yaml", &packed.finish().unwrap()), Err("more than 256 MiB of text".to_owned()));
    let nowhere = folder.join("nowhere.yaml");
    assert!(
        input::read(core::slice::from_ref(&nowhere))
            .is_err_and(|error| error.starts_with(&nowhere.display().to_string()))
    );
    fs::remove_dir_all(&folder).unwrap();
}
