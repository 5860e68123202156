//! Ten thousand random keys, placed by the real servers: where one is named by an environment variable.
//!
//! `.ci/servers` starts them and names them; docs/contributing.md says how to by hand. Without, each test prints that
//! it was skipped.

#![allow(clippy::print_stdout, clippy::format_push_string, clippy::format_collect)]

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use ansatz_placement::{
    Fleet, Member,
    systems::{MySqlKey, NginxKetama, PostgresKey, mysql_hash, mysql_linear_hash, redis_slot},
};
use ansatz_random::{Stream, rand_core::Rng};

const KEYS: usize = 10_000;
const PARTITIONS: u32 = 13;

fn server(variable: &str) -> Option<String> {
    let found = std::env::var(variable).ok();
    if found.is_none() {
        println!("skipped: {variable} names no server (docs/contributing.md)");
    }
    found
}

/// Random words, from small to large, and of both signs.
fn words(index: u64) -> Vec<i64> {
    let mut stream = Stream::new(3, index);
    (0..KEYS).map(|_| stream.next_u64().cast_signed() >> (stream.next_u64() % 64)).collect()
}

/// Random bytes, up to 40 of them.
fn strings(index: u64) -> Vec<Vec<u8>> {
    let mut stream = Stream::new(4, index);
    (0..KEYS)
        .map(|_| {
            let mut bytes = vec![0; (stream.next_u64() % 41) as usize];
            stream.fill_bytes(&mut bytes);
            bytes
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Runs a client with a script on its standard input, and returns the lines that it prints.
fn run(mut client: Command, script: &str) -> Vec<String> {
    let mut child = client.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the client is not installed");
    let mut stdin = child.stdin.take().unwrap();
    let script = script.to_string();
    let writer = std::thread::spawn(move || stdin.write_all(script.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(String::from).collect()
}

/// `number<tab>partition`, of as many keys.
fn partitions(lines: &[String]) -> HashMap<usize, u32> {
    let pairs: HashMap<usize, u32> = lines
        .iter()
        .filter_map(|line| line.split_once('\t'))
        .map(|(number, partition)| (number.parse().unwrap(), partition.parse().unwrap()))
        .collect();
    assert_eq!(pairs.len(), KEYS);
    pairs
}

#[test]
fn redis_places_keys_in_the_same_slots() {
    let Some(address) = server("ANSATZ_REDIS") else { return };
    let mut connection = TcpStream::connect(address).unwrap();
    let mut replies = BufReader::new(connection.try_clone().unwrap());
    let mut stream = Stream::new(5, 0);
    for mut key in strings(0) {
        // Braces at random places: half of the keys have one or more.
        for _ in 0..stream.next_u64() % 4 {
            let at = (stream.next_u64() % (key.len() as u64 + 1)) as usize;
            key.insert(at, if stream.next_u64().is_multiple_of(2) { b'{' } else { b'}' });
        }
        let mut request = format!("*3\r\n$7\r\nCLUSTER\r\n$7\r\nKEYSLOT\r\n${}\r\n", key.len()).into_bytes();
        request.extend_from_slice(&key);
        request.extend_from_slice(b"\r\n");
        connection.write_all(&request).unwrap();
        let mut reply = String::new();
        replies.read_line(&mut reply).unwrap();
        assert_eq!(reply.trim_end(), format!(":{}", redis_slot(&key)), "{}", key.escape_ascii());
    }
}

/// The partitions of a table of these columns, in PostgreSQL; the rows are literals.
fn of_postgres(connection: &str, columns: &str, by: &str, rows: impl Iterator<Item = String>) -> HashMap<usize, u32> {
    let mut script = format!("CREATE TEMP TABLE t (number int, {columns}) PARTITION BY HASH ({by});\n");
    for part in 0..PARTITIONS {
        let bounds = format!("(MODULUS {PARTITIONS}, REMAINDER {part})");
        script += &format!("CREATE TEMP TABLE p_{part} PARTITION OF t FOR VALUES WITH {bounds};\n");
    }
    let rows: Vec<String> = rows.enumerate().map(|(number, row)| format!("({number}, {row})")).collect();
    script += &format!("INSERT INTO t VALUES {};\n", rows.join(",\n"));
    script += "SELECT number || E'\\t' || split_part(tableoid::regclass::text, 'p_', 2) FROM t;\n";
    let mut client = Command::new("psql");
    client.args(["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", connection]);
    partitions(&run(client, &script))
}

#[test]
fn postgres_places_rows_in_the_same_partitions() {
    let Some(connection) = server("ANSATZ_POSTGRES") else { return };
    let check = |columns: &str, by: &str, rows: Vec<String>, keys: Vec<PostgresKey>| {
        let theirs = of_postgres(&connection, columns, by, rows.into_iter());
        for (number, key) in keys.iter().enumerate() {
            assert_eq!(key.partition(PARTITIONS), theirs[&number], "{columns}: row {number}");
        }
    };
    let words = words(1);
    let literals = |cast: fn(i64) -> i64| words.iter().map(|&word| cast(word).to_string()).collect::<Vec<_>>();
    let keys = |key: fn(i64) -> PostgresKey| words.iter().map(|&word| key(word)).collect::<Vec<_>>();
    check("a int2", "a", literals(|w| i64::from(w as i16)), keys(|w| PostgresKey::new().int2(w as i16)));
    check("a int4", "a", literals(|w| i64::from(w as i32)), keys(|w| PostgresKey::new().int4(w as i32)));
    let quoted = words.iter().map(|word| format!("'{word}'")).collect();
    check("a int8", "a", quoted, keys(|w| PostgresKey::new().int8(w)));
    let dates = words.iter().map(|&word| format!("DATE '2000-01-01' + {}", word % 700_000)).collect();
    check("a date", "a", dates, keys(|w| PostgresKey::new().int4((w % 700_000) as i32)));
    let booleans = words.iter().map(|&word| format!("{}", word % 2 == 0)).collect();
    check("a boolean", "a", booleans, keys(|w| PostgresKey::new().boolean(w % 2 == 0)));

    let bytes = strings(1);
    let texts: Vec<String> =
        bytes.iter().map(|bytes| bytes.iter().map(|&byte| char::from(byte.max(1))).collect()).collect();
    let literal = |text: &String| format!("'{}'", text.replace('\'', "''"));
    let of_texts = || texts.iter().map(|text| PostgresKey::new().text(text)).collect();
    check("a text", "a", texts.iter().map(literal).collect(), of_texts());
    check("a text COLLATE \"C\"", "a", texts.iter().map(literal).collect(), of_texts());
    let of_bytes = bytes.iter().map(|bytes| PostgresKey::new().bytea(bytes)).collect();
    check("a bytea", "a", bytes.iter().map(|bytes| format!("'\\x{}'", hex(bytes))).collect(), of_bytes);
    let ids: Vec<[u8; 16]> = words
        .iter()
        .map(|&word| (word as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).to_be_bytes())
        .collect();
    let of_ids = ids.iter().map(|&id| PostgresKey::new().uuid(id)).collect();
    check("a uuid", "a", ids.iter().map(|id| format!("'{}'", hex(id))).collect(), of_ids);

    // Several columns, of which some are NULL.
    let row = |(text, word): (&String, &i64)| {
        if word % 5 == 0 { format!("{}, NULL", literal(text)) } else { format!("{}, '{word}'", literal(text)) }
    };
    let key = |(text, &word): (&String, &i64)| {
        let key = PostgresKey::new().text(text);
        if word % 5 == 0 { key.null() } else { key.int8(word) }
    };
    let rows = texts.iter().zip(&words).map(row).collect();
    check("a text, b int8", "a, b", rows, texts.iter().zip(&words).map(key).collect());
}

/// The partitions of a table of these columns, in `MariaDB` or `MySQL`.
fn of_mysql(arguments: &str, columns: &str, by: &str, rows: impl Iterator<Item = String>) -> HashMap<usize, u32> {
    let database = format!("ansatz_{}", std::process::id());
    let mut script = format!("CREATE DATABASE IF NOT EXISTS {database}; USE {database};\n");
    script += &format!("CREATE TABLE t (number INT, {columns}) PARTITION BY {by} PARTITIONS {PARTITIONS};\n");
    let rows: Vec<String> = rows.enumerate().map(|(number, row)| format!("({number}, {row})")).collect();
    script += &format!("INSERT INTO t VALUES {};\n", rows.join(",\n"));
    for part in 0..PARTITIONS {
        script += &format!("SELECT number, {part} FROM t PARTITION (p{part});\n");
    }
    script += &format!("DROP DATABASE {database};\n");
    let mut client = Command::new("mariadb");
    client.args(arguments.split_whitespace()).args(["--batch", "--skip-column-names"]);
    partitions(&run(client, &script))
}

#[test]
fn mariadb_places_rows_in_the_same_partitions() {
    let Some(arguments) = server("ANSATZ_MARIADB") else { return };
    let check = |columns: &str, by: &str, rows: Vec<String>, ours: Vec<u32>| {
        let theirs = of_mysql(&arguments, columns, by, rows.into_iter());
        for (number, partition) in ours.iter().enumerate() {
            assert_eq!(*partition, theirs[&number], "{columns}, {by}: row {number}");
        }
    };
    let words = words(2);
    let literals = |cast: fn(i64) -> i64| words.iter().map(|&word| cast(word).to_string()).collect::<Vec<_>>();
    let ours = |of: fn(i64) -> u32| words.iter().map(|&word| of(word)).collect::<Vec<_>>();
    check("a BIGINT", "HASH (a)", literals(|w| w), ours(|w| mysql_hash(Some(w), PARTITIONS)));
    check("a BIGINT", "LINEAR HASH (a)", literals(|w| w), ours(|w| mysql_linear_hash(Some(w), PARTITIONS)));
    let of_null = vec!["NULL".to_string(); KEYS];
    check("a BIGINT", "HASH (a)", of_null.clone(), ours(|_| mysql_hash(None, PARTITIONS)));
    check("a BIGINT", "LINEAR HASH (a)", of_null, ours(|_| mysql_linear_hash(None, PARTITIONS)));
    let key = MySqlKey::new;
    check(
        "a TINYINT",
        "KEY (a)",
        literals(|w| i64::from(w as i8)),
        ours(|w| MySqlKey::new().tinyint(w as i8).partition(PARTITIONS)),
    );
    check(
        "a SMALLINT",
        "KEY (a)",
        literals(|w| i64::from(w as i16)),
        ours(|w| MySqlKey::new().smallint(w as i16).partition(PARTITIONS)),
    );
    check(
        "a MEDIUMINT",
        "KEY (a)",
        literals(|w| w % (1 << 23)),
        ours(|w| MySqlKey::new().mediumint((w % (1 << 23)) as i32).partition(PARTITIONS)),
    );
    check(
        "a INT",
        "KEY (a)",
        literals(|w| i64::from(w as i32)),
        ours(|w| MySqlKey::new().int(w as i32).partition(PARTITIONS)),
    );
    check(
        "a INT UNSIGNED",
        "KEY (a)",
        literals(|w| i64::from(w as u32)),
        ours(|w| MySqlKey::new().int(w as i32).partition(PARTITIONS)),
    );
    check("a BIGINT", "KEY (a)", literals(|w| w), ours(|w| MySqlKey::new().bigint(w).partition(PARTITIONS)));
    check(
        "a BIGINT",
        "LINEAR KEY (a)",
        literals(|w| w),
        ours(|w| MySqlKey::new().bigint(w).linear_partition(PARTITIONS)),
    );

    let mut bytes = strings(2);
    // Trailing spaces, which text ignores.
    bytes.iter_mut().step_by(3).for_each(|bytes| bytes.extend_from_slice(b"  "));
    let literal = |bytes: &Vec<u8>| format!("x'{}'", hex(bytes));
    let of_bytes = bytes.iter().map(|bytes| key().binary(bytes).partition(PARTITIONS)).collect();
    check("a VARBINARY(50)", "KEY (a)", bytes.iter().map(literal).collect(), of_bytes);
    let of_texts = bytes.iter().map(|bytes| key().latin1(bytes).partition(PARTITIONS)).collect();
    let latin1 = "a VARCHAR(50) CHARACTER SET latin1 COLLATE latin1_swedish_ci";
    check(latin1, "KEY (a)", bytes.iter().map(literal).collect(), of_texts);
    let row = |(bytes, word): (&Vec<u8>, &i64)| {
        if word % 5 == 0 { format!("{}, NULL", literal(bytes)) } else { format!("{}, {word}", literal(bytes)) }
    };
    let both = |(bytes, &word): (&Vec<u8>, &i64)| {
        let key = key().binary(bytes);
        if word % 5 == 0 { key.null() } else { key.bigint(word) }.partition(PARTITIONS)
    };
    let rows = bytes.iter().zip(&words).map(row).collect();
    check("a VARBINARY(50), b BIGINT", "KEY (a, b)", rows, bytes.iter().zip(&words).map(both).collect());
}

/// An nginx of our own, in a folder of its own, which go when it is dropped.
struct Nginx {
    process: Child,
    folder: PathBuf,
    /// Where it balances by the request's URI, among the servers of the host that the request names.
    port: u16,
}

impl Nginx {
    /// Runs a program with groups of servers that balance by the URI, on loopback addresses that it listens on itself.
    fn start(program: &str, port: u16, upstreams: &[(&str, &[Member<String>])]) -> Self {
        let folder = std::env::temp_dir().join(format!("ansatz-nginx-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let temporary =
            ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|of| format!("{of}_temp_path {of};\n"));
        let mut blocks = format!("access_log off; keepalive_requests 1000000;\n{}", temporary.concat());
        for (name, servers) in upstreams {
            let server = |server: &Member<String>| format!("server {} weight={};\n", server.node, server.weight);
            let servers: String = servers.iter().map(server).collect();
            blocks += &format!("upstream {name} {{ hash $request_uri consistent;\n{servers}keepalive 16; }}\n");
            blocks += &format!(
                "server {{ listen 127.0.0.1:{port}; server_name {name}; location / {{ proxy_pass http://{name}; \
                 proxy_http_version 1.1; proxy_set_header Connection \"\"; add_header X-Upstream $upstream_addr; }} }}\n"
            );
        }
        let mut listens: Vec<&str> =
            upstreams.iter().flat_map(|(_, servers)| servers.iter().map(|server| server.node.as_str())).collect();
        listens.sort_unstable();
        listens.dedup();
        let listens: String = listens.iter().map(|address| format!("listen {address};\n")).collect();
        blocks += &format!("server {{ {listens}return 204; }}\n");
        let head = "daemon off; master_process off; pid nginx.pid; error_log stderr;\nevents {}\n";
        std::fs::write(folder.join("nginx.conf"), format!("{head}http {{\n{blocks}}}\n")).unwrap();
        let mut command = Command::new(program);
        command.args(["-e", "stderr", "-c", "nginx.conf", "-p"]).arg(&folder);
        let nginx = Self { process: command.spawn().expect("nginx is not installed"), folder, port };
        let is_up = |_| {
            std::thread::sleep(Duration::from_millis(50));
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        };
        assert!((0..200).any(is_up), "nginx does not start");
        nginx
    }

    /// The server that it takes for each URI.
    fn choices(&self, upstream: &str, uris: &[String]) -> Vec<String> {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let mut replies = BufReader::new(connection.try_clone().unwrap());
        let mut choice = |uri: &String| {
            connection.write_all(format!("GET {uri} HTTP/1.1\r\nHost: {upstream}\r\n\r\n").as_bytes()).unwrap();
            let mut chosen = String::new();
            loop {
                let mut line = String::new();
                assert!(replies.read_line(&mut line).unwrap() > 0, "nginx has closed the connection");
                match line.trim_end().split_once(": ") {
                    Some(("X-Upstream", address)) => chosen = address.to_string(),
                    None if line == "\r\n" => return chosen,
                    _ => {}
                }
            }
        };
        uris.iter().map(&mut choice).collect()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn nginx_takes_the_same_servers() {
    let Some(program) = server("ANSATZ_NGINX") else { return };
    // Free until they are let go: one for the balancer, one for all servers, which differ in their addresses.
    let free = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    let [port, servers_port] = free.each_ref().map(|listener| listener.local_addr().unwrap().port());
    drop(free);
    let servers = |weights: &[f64]| -> Vec<Member<String>> {
        let named = |host| Member::new(format!("127.0.0.{host}:{servers_port}"));
        (1..).zip(weights).map(|(host, &weight)| named(host).with_weight(weight)).collect()
    };
    let (even, weighted) = (servers(&[1.0; 9]), servers(&[5.0, 1.0, 100.0, 40.0, 3.0, 3.0, 17.0]));
    let nginx = Nginx::start(&program, port, &[("even", &even), ("weighted", &weighted)]);
    let uris: Vec<String> = strings(6).iter().map(|bytes| format!("/{}", hex(bytes))).collect();
    for (name, members) in [("even", even), ("weighted", weighted)] {
        let ring = NginxKetama::with_fleet(Fleet::with_members(members).unwrap()).unwrap();
        for (uri, theirs) in uris.iter().zip(nginx.choices(name, &uris)) {
            assert_eq!(ring.locate(uri), &theirs, "{name}: {uri}");
        }
    }
}
