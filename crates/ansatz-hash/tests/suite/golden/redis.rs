use ansatz_hash::redis_slot;

/// From the cluster specification: the CRC's check value, and its examples of hash tags.
#[test]
fn slots_agree_with_the_specification() {
    assert_eq!(redis_slot(b"123456789"), 0x31C3);
    assert_eq!(redis_slot(b"{user1000}.following"), redis_slot(b"user1000"));
    assert_eq!(redis_slot(b"foo{{bar}}zap"), redis_slot(b"{bar"));
    assert_eq!(redis_slot(b"foo{bar}{zap}"), redis_slot(b"bar"));
    // No tag: nothing between the braces, or no closing brace.
    assert_ne!(redis_slot(b"foo{}{bar}"), redis_slot(b"bar"));
    assert_ne!(redis_slot(b"foo{bar"), redis_slot(b"bar"));
}

/// From the pages of `CLUSTER KEYSLOT` and of the cluster tutorial.
#[test]
fn slots_agree_with_the_server() {
    assert_eq!(redis_slot(b"somekey"), 11058);
    assert_eq!(redis_slot(b"foo{hash_tag}"), 2515);
    assert_eq!(redis_slot(b"bar{hash_tag}"), 2515);
    assert_eq!(redis_slot(b"foo"), 12182);
    assert_eq!(redis_slot(b""), 0);
}
