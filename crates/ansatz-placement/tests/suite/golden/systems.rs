//! What other systems compute, from their own tests and from the systems themselves.

#![allow(clippy::unreadable_literal)] // As their sources write them.

use ansatz_placement::systems::{
    MongoValue, MySqlKey, PostgresKey, cassandra_composite, cassandra_token, kafka_murmur2, kafka_partition,
    mongodb_hash, mysql_hash, mysql_linear_hash, redis_slot, vitess_hash, vitess_shards,
};

/// Redis cluster specification, and `CLUSTER KEYSLOT` of Redis 7.0.15.
#[test]
fn redis_slots() {
    let slots: [(&[u8], u16); 9] = [
        (b"foo", 12182),
        (b"bar", 5061),
        (b"hello", 866),
        (b"somekey", 11058),
        (b"123456789", 12739),
        (b"{user1000}.following", 3443),
        (b"foo{}{bar}", 8363),
        (b"foo{{bar}}zap", 4015),
        (b"foo{bar}{zap}", 5061),
    ];
    for (key, slot) in slots {
        assert_eq!(redis_slot(key), slot);
    }
}

/// `Murmur3Partitioner` of Apache Cassandra, as the tests of its drivers record it: `tests/unit/test_metadata.py`
/// (`Murmur3TokensTest`) of <https://github.com/datastax/python-driver>; signed bytes show in the second and third.
#[test]
fn cassandra_tokens() {
    assert_eq!(cassandra_token(b"123"), -7468325962851647638);
    assert_eq!(cassandra_token(&[0x00, 0xff, 0x10, 0xfa, 0x99].repeat(10)), 5837342703291459765);
    assert_eq!(cassandra_token(&[0xfe; 8]), -8927430733708461935);
    assert_eq!(cassandra_token(&[0x10; 8]), 1446172840243228796);
    assert_eq!(cassandra_token(b"9223372036854775807"), 7162290910810015547);
    assert_eq!(cassandra_token(b""), i64::MIN);
    assert_eq!(cassandra_composite(&[&vec![0; 65_536], b""]), None);
}

/// PostgreSQL 15, tables with `PARTITION BY HASH` of modulus 4, and `hashint4extended`.
#[test]
fn postgres_partitions() {
    let of_int4 = [0, 0, 2, 1, 3, 1, 3, 3, 1, 1, 3, 1, 0, 2, 0, 3];
    for (value, partition) in (0..).zip(of_int4) {
        assert_eq!(PostgresKey::new().int4(value).partition(4), partition);
        assert_eq!(PostgresKey::new().null().int8(i64::from(value)).null().partition(4), partition);
    }
    for (text, partition) in [("", 2), ("a", 2), ("b", 2), ("bar", 2), ("foo", 0), ("hello", 0)] {
        assert_eq!(PostgresKey::new().text(text).partition(4), partition, "{text}");
    }
    let combined = PostgresKey::new().int4(1).hash();
    assert_eq!(combined.wrapping_sub(0x49a0_f4dd_15e5_a8e3), 5968994663651403477);
}

/// `go/vt/vtgate/vindexes/hash_test.go` of Vitess.
#[test]
fn vitess_keyspace_ids() {
    let ids: [(u64, u64); 4] = [
        (1, 0x166b_40b4_4aba_4bd6),
        (2, 0x06e7_ea22_ce92_708f),
        (3, 0x4eb1_90c9_a2fa_169c),
        (4, 0xd2fd_8867_d50d_2dfe),
    ];
    for (key, id) in ids {
        assert_eq!(vitess_hash(key), id.to_be_bytes());
    }
}

#[test]
fn vitess_shards_cover_every_id_once() {
    let shards = vitess_shards(["80-c0", "-40", "c0-", "40-80"]).unwrap();
    let names: Vec<&str> = shards.iter().map(|range| range.owner.as_str()).collect();
    assert_eq!(names, ["-40", "40-80", "80-c0", "c0-"]);
    assert_eq!((shards.find([0x40]).as_str(), shards.find([0x3f, 0xff]).as_str()), ("40-80", "-40"));
    for whole in ["-", "0"] {
        assert_eq!(vitess_shards([whole]).unwrap().find([7]), whole);
    }
    let error = |names: &[&str]| vitess_shards(names).unwrap_err().to_string();
    let allowed = "allowed: shards that cover each keyspace id once";
    for names in [&["-8", "8-"][..], &["80"], &["x0-"], &["-80-"]] {
        assert!(error(names).contains("is not a range of hexadecimal digits"), "{names:?}");
    }
    assert_eq!(error(&["80-40"]), format!("shard \"80-40\" ends where it begins, or before, {allowed}"));
    assert_eq!(error(&["-40", "80-"]), format!("shard \"80-\" does not begin where the one before it ends, {allowed}"));
    assert_eq!(error(&["-", "80-"]), format!("shard \"80-\" does not begin where the one before it ends, {allowed}"));
    assert_eq!(error(&["-80"]), format!("shard \"-80\" is the last one and has an end, {allowed}"));
    assert_eq!(error(&[]), format!("shard \"-\" is not there, nor is any other, {allowed}"));
}

/// `clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java` of Apache Kafka.
#[test]
fn kafka_hashes() {
    let hashes: [(&[u8], i32); 6] = [
        (b"21", -973932308),
        (b"foobar", -790332482),
        (b"a-little-bit-long-string", -985981536),
        (b"a-little-bit-longer-string", -1486304829),
        (b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
        (b"abc", 479470107),
    ];
    for (key, hash) in hashes {
        assert_eq!(kafka_murmur2(key), hash);
    }
    // -973932308 without its sign bit is 1173551340.
    assert_eq!(kafka_partition(b"21", 1000), 340);
}

/// `src/mongo/db/hasher_test.cpp` of MongoDB.
#[test]
fn mongodb_hashes() {
    use MongoValue::{Binary, Bool, Date, Double, Int, Null, ObjectId, String};
    let bytes = [0, 1, 2, 3, 4, 6];
    let uuid: Vec<u8> = (0..16).collect();
    let hashes = [
        (Int(42), -944302157085130861),
        (Double(42.123), -944302157085130861),
        (Double(f64::NAN), 4854801880128277513),
        (Int(0), 4854801880128277513),
        (Double(1.987), 5902408780260971510),
        (Double(-1.789), 1140205862565771219),
        (Int(i64::from(i32::MIN)), 6165898260261354870),
        (Int(i64::from(i32::MAX)), 1143184177162245883),
        (Double(f64::MAX), 921523596458303250),
        (Int(i64::MAX), 921523596458303250),
        (Double(f64::MIN), 4532067210535695462),
        (Int(i64::MIN), 4532067210535695462),
        // As the comment at `safeNumberLongForHash` has it.
        (Double(9_223_372_036_854_775_808.0), 4532067210535695462),
        (Null, 2338878944348059895),
        (String("abc"), 8478485326885698097),
        (String(""), 2049396243249673340),
        (Binary(0, &bytes), 7252465090394235301),
        (Binary(0x80, &bytes), 5736670452907618262),
        (Binary(4, &uuid), 6084661258071355978),
        (ObjectId([1, 2, 3, 4, 5, 6, 7, 8, 9, 0x10, 0x11, 0x12]), -5588663249627035708),
        (ObjectId([0; 12]), -4293118519463489418),
        (Bool(true), 6405873908747105701),
        (Bool(false), 6289544573401934092),
        (Date(0x5566_7788_1122_3344), 4476222765095560467),
        (Date(0), -1178696894582842035),
    ];
    for (value, hash) in hashes {
        assert_eq!(mongodb_hash(&value), hash, "{value:?}");
    }
}

/// `MariaDB` 10.11.19, one table each; the partitions of LINEAR HASH are those of the reference manual's example.
#[test]
fn mysql_partitions() {
    let of = |values: &[Option<i64>], partitions| values.iter().map(|&v| mysql_hash(v, partitions)).collect::<Vec<_>>();
    assert_eq!(of(&[Some(-1), Some(-4), Some(5), Some(i64::MAX), Some(i64::MIN), None], 3), [1, 1, 2, 1, 2, 2]);
    assert_eq!(of(&[Some(5), Some(i64::MAX), Some(i64::MIN), Some(-1), None], 7), [5, 0, 1, 1, 1]);
    assert_eq!((mysql_linear_hash(Some(2003), 6), mysql_linear_hash(Some(1998), 6)), (3, 2));
    assert_eq!((mysql_linear_hash(Some(7), 1), mysql_linear_hash(Some(-1), u32::MAX)), (0, 0x7fff_ffff));
    let of_int = |value| MySqlKey::new().int(value).partition(3);
    assert_eq!((MySqlKey::new().null().partition(3), [5, 97, 65, 32].map(of_int)), (2, [0, 2, 2, 2]));
}
