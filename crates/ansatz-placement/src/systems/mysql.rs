//! `MySQL`'s and `MariaDB`'s partitioning by HASH and by KEY.
//!
//! KEY is the hash with which the server's string comparison goes: of two numbers that start at 1 and 4, over the bytes
//! of each column as the row holds it. Since 5.5 (`ALGORITHM=2`) the bytes of a number are hashed as text of
//! `latin1_swedish_ci`, that is without trailing bytes of the value 32 and with lower case as upper case.

/// The partition of `PARTITION BY HASH (expression)`: the value modulo the partitions, without its sign.
///
/// NULL counts as the least `BIGINT`, whatever the manual says, and an unsigned value above that is taken as a signed
/// one.
///
/// # Panics
///
/// If `partitions` is 0.
///
/// # Examples
///
/// ```
/// use ansatz_placement::systems::mysql_hash;
///
/// assert_eq!((mysql_hash(Some(2005), 4), mysql_hash(Some(-5), 3), mysql_hash(None, 7)), (1, 2, 1));
/// ```
#[must_use]
pub fn mysql_hash(value: Option<i64>, partitions: u32) -> u32 {
    (value.unwrap_or(i64::MIN) % i64::from(partitions)).unsigned_abs() as u32
}

/// The partition of `PARTITION BY LINEAR HASH (expression)`: as many low bits as number the partitions, and one less
/// where there is no partition of that number.
///
/// # Panics
///
/// If `partitions` is 0.
///
/// # Examples
///
/// The example of the reference manual, `YEAR(col3)` over 6 partitions:
///
/// ```
/// use ansatz_placement::systems::mysql_linear_hash;
///
/// assert_eq!((mysql_linear_hash(Some(2003), 6), mysql_linear_hash(Some(1998), 6)), (3, 2));
/// ```
#[must_use]
pub fn mysql_linear_hash(value: Option<i64>, partitions: u32) -> u32 {
    assert!(partitions > 0, "the number of partitions is 0, allowed: 1 or more");
    let mask = u32::MAX.checked_shr((partitions - 1).leading_zeros()).unwrap_or(0);
    // The mask keeps 32 bits at most.
    let low = value.unwrap_or(i64::MIN) as u32;
    if low & mask < partitions { low & mask } else { low & (mask >> 1) }
}

/// The columns of `PARTITION BY KEY (...)`, with `ALGORITHM=2`, the default.
///
/// Columns are given in the order of the definition. Unsigned numbers are given as signed ones of their bits. Of text,
/// the collations `binary` and `latin1_swedish_ci` are there; those of UTF-8 hash weights from tables that are the
/// servers' own. Servers on 64-bit Linux are meant: `MariaDB` on Windows computes with 32 bits, and differs.
///
/// # Examples
///
/// ```
/// use ansatz_placement::systems::MySqlKey;
///
/// assert_eq!(MySqlKey::new().int(97).partition(3), 2);
/// let of_two_columns = MySqlKey::new().bigint(42).binary(b"eu").partition(16);
/// # assert!(of_two_columns < 16);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct MySqlKey {
    hash: u64,
    /// By what the next byte is multiplied, in part.
    factor: u64,
}

impl Default for MySqlKey {
    fn default() -> Self {
        Self::new()
    }
}

impl MySqlKey {
    /// No column yet.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_placement::systems::MySqlKey::new().null().partition(3), 2);
    /// ```
    pub const fn new() -> Self {
        Self { hash: 1, factor: 4 }
    }

    /// NULL, of any type.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::MySqlKey;
    ///
    /// assert_eq!(MySqlKey::new().int(1).null().partition(1), 0);
    /// ```
    pub const fn null(mut self) -> Self {
        self.hash ^= (self.hash << 1) | 1;
        self
    }

    /// A `TINYINT`, which `BOOLEAN` is too.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::MySqlKey;
    ///
    /// assert_eq!(MySqlKey::new().tinyint(97), MySqlKey::new().tinyint(65)); // 'a' and 'A'
    /// ```
    pub fn tinyint(self, value: i8) -> Self {
        self.latin1(&value.to_le_bytes())
    }

    /// A `SMALLINT`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::MySqlKey;
    ///
    /// assert!(MySqlKey::new().smallint(-1).partition(8) < 8);
    /// ```
    pub fn smallint(self, value: i16) -> Self {
        self.latin1(&value.to_le_bytes())
    }

    /// A `MEDIUMINT`, whose values have 24 bits.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::MySqlKey;
    ///
    /// assert!(MySqlKey::new().mediumint(1 << 20).partition(8) < 8);
    /// ```
    pub fn mediumint(self, value: i32) -> Self {
        let [low, middle, high, _] = value.to_le_bytes();
        self.latin1(&[low, middle, high])
    }

    /// An `INT`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::MySqlKey;
    ///
    /// assert_eq!(MySqlKey::new().int(5).partition(3), 0);
    /// ```
    pub fn int(self, value: i32) -> Self {
        self.latin1(&value.to_le_bytes())
    }

    /// A `BIGINT`.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::MySqlKey;
    ///
    /// assert!(MySqlKey::new().bigint(1 << 40).partition(8) < 8);
    /// ```
    pub fn bigint(self, value: i64) -> Self {
        self.latin1(&value.to_le_bytes())
    }

    /// A `VARBINARY`, or a `BINARY` with the zeros that fill it up.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::MySqlKey;
    ///
    /// assert_ne!(MySqlKey::new().binary(b"a"), MySqlKey::new().binary(b"A"));
    /// ```
    pub fn binary(self, bytes: &[u8]) -> Self {
        bytes.iter().fold(self, |key, &byte| key.byte(byte))
    }

    /// A `CHAR` or `VARCHAR` of the collation `latin1_swedish_ci`, as its bytes in that character set.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::MySqlKey;
    ///
    /// assert_eq!(MySqlKey::new().latin1(b"abc  "), MySqlKey::new().latin1(b"ABC"));
    /// ```
    pub fn latin1(self, text: &[u8]) -> Self {
        let len = text.iter().rposition(|&byte| byte != b' ').map_or(0, |last| last + 1);
        text[..len].iter().fold(self, |key, &byte| key.byte(weight(byte)))
    }

    /// The partition of `PARTITION BY KEY`.
    ///
    /// # Panics
    ///
    /// If `partitions` is 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::MySqlKey;
    ///
    /// assert_eq!(MySqlKey::new().int(65).partition(3), 2);
    /// ```
    #[must_use]
    pub const fn partition(self, partitions: u32) -> u32 {
        self.hash as u32 % partitions
    }

    /// The partition of `PARTITION BY LINEAR KEY`.
    ///
    /// # Panics
    ///
    /// If `partitions` is 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::MySqlKey;
    ///
    /// assert!(MySqlKey::new().int(65).linear_partition(6) < 6);
    /// ```
    #[must_use]
    pub fn linear_partition(self, partitions: u32) -> u32 {
        mysql_linear_hash(Some(i64::from(self.hash as u32)), partitions)
    }

    fn byte(self, byte: u8) -> Self {
        let product = (self.hash & 63).wrapping_add(self.factor).wrapping_mul(u64::from(byte));
        Self { hash: self.hash ^ product.wrapping_add(self.hash << 8), factor: self.factor.wrapping_add(3) }
    }
}

/// What a byte counts as in the order of `latin1_swedish_ci`.
const fn weight(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => byte.to_ascii_uppercase(),
        0xf7 | 0xff => byte,
        0xc0.. => FOLDED[(byte & 31) as usize],
        _ => byte,
    }
}

/// The weights of the characters c0 to df, and of e0 to fe but f7: letters without their accents, and the three Swedish
/// ones after Z. As `WEIGHT_STRING` of `MariaDB` 10.11 shows them.
const FOLDED: [u8; 32] = *b"AAAA\\[\\CEEEEIIIIDNOOOO]\xd7\xd8UUUYY\xde\xdf";
