//! As other systems place keys: the slot, token or partition that each of them computes, for routers in front of them.
//!
//! ```
//! use ansatz_placement::systems::{PostgresKey, kafka_partition, redis_slot};
//!
//! assert_eq!(redis_slot(b"{user1000}.following"), 3443);
//! assert_eq!(PostgresKey::new().int4(6).partition(4), 3);
//! assert_eq!(kafka_partition(b"abc", 8), 3);
//! ```
//!
//! | system | function | then | checked against |
//! |---|---|---|---|
//! | Redis Cluster | [`redis_slot`] | the node of the slot, of 16,384 | Redis 7.0.15 |
//! | Cassandra, `ScyllaDB` | [`cassandra_token`] | the node with the next token | vectors of its tests |
//! | PostgreSQL, hash partitions | [`PostgresKey`] | the partition of that remainder | PostgreSQL 15.18 |
//! | Vitess, `hash` vindex | [`vitess_hash`] | the shard of [`vitess_shards`] | vectors of its tests |
//! | Kafka, default partitioner | [`kafka_partition`] | | vectors of its tests |
//! | MongoDB, hashed shard keys | [`mongodb_hash`] | the chunk of the hash | vectors of its tests |
//! | `MySQL` and `MariaDB`, HASH | [`mysql_hash`], [`mysql_linear_hash`] | the partition of that number | `MariaDB` 10.11 |
//! | `MySQL` and `MariaDB`, KEY | [`MySqlKey`] | the partition of that number | `MariaDB` 10.11 |
//! | nginx, `hash ... consistent` | [`NginxKetama`] | a placer | nginx 1.22.1 |
//! | libmemcached, ketama | [`LibmemcachedKetama`] | a placer | libmemcached 1.1.4 |
//! | Envoy, ring hash | [`EnvoyRing`] | a placer | vectors of its tests |
//!
//! Where a system gives ranges of hashes or slots to nodes, a [`RangeMap`](crate::RangeMap) holds them: by big-endian
//! numbers, or, for signed ones, by [`ordered_bytes`](crate::ShardKey::ordered_bytes).
//!
//! ```
//! use ansatz_placement::{RangeMap, systems::redis_slot};
//!
//! let mut slots = RangeMap::new("10.0.0.1:6379");
//! slots.split(5461u16.to_be_bytes(), "10.0.0.2:6379")?;
//! slots.split(10923u16.to_be_bytes(), "10.0.0.3:6379")?;
//! assert_eq!(slots.find(redis_slot(b"foo").to_be_bytes()), &"10.0.0.3:6379");
//! # Ok::<(), ansatz_placement::PartitionError>(())
//! ```

mod cassandra;
mod continuum;
mod envoy_maglev;
mod envoy_ring;
mod kafka;
mod ketama_hashes;
mod libmemcached_ketama;
mod mongodb;
mod mysql;
mod nginx_ketama;
mod postgres;
mod vitess;

#[doc(inline)]
pub use ansatz_hash::redis_slot;
pub use cassandra::{cassandra_composite, cassandra_token};
pub use envoy_maglev::EnvoyMaglev;
pub use envoy_ring::EnvoyRing;
pub use kafka::{kafka_murmur2, kafka_partition};
pub use ketama_hashes::{Crc32, Md5Prefix, OneAtATime};
pub use libmemcached_ketama::LibmemcachedKetama;
pub use mongodb::{MongoValue, mongodb_hash};
pub use mysql::{MySqlKey, mysql_hash, mysql_linear_hash};
pub use nginx_ketama::NginxKetama;
pub use postgres::PostgresKey;
pub use vitess::{vitess_hash, vitess_shards};
