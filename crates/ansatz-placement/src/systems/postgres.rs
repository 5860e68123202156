//! PostgreSQL's hash partitions: Jenkins' lookup3 of each column, seeded, combined, and taken modulo.
//!
//! B. Jenkins, *lookup3.c*, 2006. PostgreSQL computes it in `src/common/hashfn.c`, and the extended hash functions of
//! the types since version 11.

/// The columns of `PARTITION BY HASH (...)`.
///
/// Columns are given in the order of the definition, by their types in the table, not in the query. What hashes as one
/// of the types here: a `date` as its days since 2000-01-01 in an `int4`, a `timestamp` (with or without time zone) as
/// its microseconds since then in an `int8`; a `varchar` as a `text`, and a `char(n)` as that without its trailing
/// spaces. Text must be in UTF-8, and of a collation that is deterministic, as all are that nobody has made otherwise.
/// `numeric`, floats and the others are not there.
///
/// # Examples
///
/// ```
/// use ansatz_placement::systems::PostgresKey;
///
/// // PARTITION BY HASH (tenant, id), FOR VALUES WITH (MODULUS 4, REMAINDER ...)
/// let remainder = PostgresKey::new().text("acme").int8(42).partition(4);
/// # assert_eq!(remainder, 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[must_use]
pub struct PostgresKey {
    combined: u64,
}

impl PostgresKey {
    /// No column yet.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_placement::systems::PostgresKey::new().partition(4), 0);
    /// ```
    pub const fn new() -> Self {
        Self { combined: 0 }
    }

    /// NULL, of any type: it changes nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::PostgresKey;
    ///
    /// assert_eq!(PostgresKey::new().null().partition(4), 0);
    /// ```
    pub const fn null(self) -> Self {
        self
    }

    /// A `boolean`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::PostgresKey;
    ///
    /// assert_eq!(PostgresKey::new().boolean(true), PostgresKey::new().int4(1));
    /// ```
    pub const fn boolean(self, value: bool) -> Self {
        self.int4(value as i32)
    }

    /// An `int2`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::PostgresKey;
    ///
    /// assert_eq!(PostgresKey::new().int2(-7), PostgresKey::new().int8(-7));
    /// ```
    pub const fn int2(self, value: i16) -> Self {
        self.int4(value as i32)
    }

    /// An `int4`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::PostgresKey;
    ///
    /// assert_eq!(PostgresKey::new().int4(2).partition(4), 2);
    /// ```
    pub const fn int4(self, value: i32) -> Self {
        let (a, b, c) = seeded(4);
        self.column(finish(a.wrapping_add(value.cast_unsigned()), b, c))
    }

    /// An `int8`; one that an `int4` can hold hashes as that.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::PostgresKey;
    ///
    /// assert_eq!(PostgresKey::new().int8(2), PostgresKey::new().int4(2));
    /// ```
    pub const fn int8(self, value: i64) -> Self {
        let high = (value >> 32) as i32;
        self.int4(value as i32 ^ if value >= 0 { high } else { !high })
    }

    /// A `text` or `varchar`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::PostgresKey;
    ///
    /// assert_eq!(PostgresKey::new().text("hello").partition(4), 0);
    /// ```
    pub fn text(self, text: &str) -> Self {
        self.bytea(text.as_bytes())
    }

    /// A `bytea`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::PostgresKey;
    ///
    /// assert_eq!(PostgresKey::new().bytea(b"a"), PostgresKey::new().text("a"));
    /// ```
    pub fn bytea(self, bytes: &[u8]) -> Self {
        let (mut a, mut b, mut c) = seeded(bytes.len() as u32);
        let (blocks, tail) = bytes.as_chunks::<12>();
        for block in blocks {
            let (x, y, z) = words(block);
            (a, b, c) = mix(a.wrapping_add(x), b.wrapping_add(y), c.wrapping_add(z));
        }
        let mut block = [0; 12];
        // The lowest byte of the third word belongs to the length, so that the ninth byte and those after it move up.
        let (head, rest) = tail.split_at(tail.len().min(8));
        block[..head.len()].copy_from_slice(head);
        block[9..9 + rest.len()].copy_from_slice(rest);
        let (x, y, z) = words(&block);
        self.column(finish(a.wrapping_add(x), b.wrapping_add(y), c.wrapping_add(z)))
    }

    /// A `uuid`, as its 16 bytes in the order in which it is written.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::PostgresKey;
    ///
    /// let id: u128 = 0xa0ee_bc99_9c0b_4ef8_bb6d_6bb9_bd38_0a11;
    /// assert!(PostgresKey::new().uuid(id.to_be_bytes()).partition(4) < 4);
    /// ```
    pub fn uuid(self, bytes: [u8; 16]) -> Self {
        self.bytea(&bytes)
    }

    /// The remainder of the partition, if all have the same modulus.
    ///
    /// # Panics
    ///
    /// If `modulus` is 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::PostgresKey;
    ///
    /// assert_eq!(PostgresKey::new().int4(15).partition(4), 3);
    /// ```
    #[must_use]
    pub const fn partition(self, modulus: u32) -> u32 {
        (self.combined % modulus as u64) as u32
    }

    /// All 64 bits: a row belongs to the partition of (m, r) if these modulo m are r, also where moduli differ.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::PostgresKey;
    ///
    /// // hashint4extended(1, seed) is 5968994663651403477.
    /// let hash = PostgresKey::new().int4(1).hash();
    /// assert_eq!(hash, 5968994663651403477u64.wrapping_add(0x49a0_f4dd_15e5_a8e3));
    /// ```
    #[must_use]
    pub const fn hash(self) -> u64 {
        self.combined
    }

    /// `hash_combine64` of PostgreSQL, with the column's hash.
    const fn column(self, hash: u64) -> Self {
        let a = self.combined;
        let b = hash.wrapping_add(0x49a0_f4dd_15e5_a8e3).wrapping_add(a << 54).wrapping_add(a >> 7);
        Self { combined: a ^ b }
    }
}

/// The three words after the length and the seed.
const fn seeded(len: u32) -> (u32, u32, u32) {
    let start = 0x9e37_79b9u32.wrapping_add(len).wrapping_add(3_923_095);
    mix(start.wrapping_add((SEED >> 32) as u32), start.wrapping_add(SEED as u32), start)
}

const fn mix(mut a: u32, mut b: u32, mut c: u32) -> (u32, u32, u32) {
    let mut turn = 0;
    while turn < 2 {
        let [first, second, third] = ROTATIONS[turn];
        a = a.wrapping_sub(c) ^ c.rotate_left(first);
        c = c.wrapping_add(b);
        b = b.wrapping_sub(a) ^ a.rotate_left(second);
        a = a.wrapping_add(c);
        c = c.wrapping_sub(b) ^ b.rotate_left(third);
        b = b.wrapping_add(a);
        turn += 1;
    }
    (a, b, c)
}

const fn finish(mut a: u32, mut b: u32, mut c: u32) -> u64 {
    c = (c ^ b).wrapping_sub(b.rotate_left(14));
    a = (a ^ c).wrapping_sub(c.rotate_left(11));
    b = (b ^ a).wrapping_sub(a.rotate_left(25));
    c = (c ^ b).wrapping_sub(b.rotate_left(16));
    a = (a ^ c).wrapping_sub(c.rotate_left(4));
    b = (b ^ a).wrapping_sub(a.rotate_left(14));
    c = (c ^ b).wrapping_sub(b.rotate_left(24));
    (b as u64) << 32 | c as u64
}

fn words(block: &[u8; 12]) -> (u32, u32, u32) {
    let word = |at: usize| u32::from_le_bytes([block[at], block[at + 1], block[at + 2], block[at + 3]]);
    (word(0), word(4), word(8))
}

/// `HASH_PARTITION_SEED` of PostgreSQL.
const SEED: u64 = 0x7a5b_2236_7996_dcfd;

/// By how many bits the steps of `mix` rotate, in lookup3.
const ROTATIONS: [[u32; 3]; 2] = [[4, 6, 8], [16, 19, 4]];
