//! The slots of Redis Cluster.

/// The hash slot of a key in Redis Cluster: CRC16 (XMODEM) of the key, or of its hash tag, modulo 16384.
///
/// The hash tag is what stands between the first `{` and the first `}` after it, unless that is nothing.
///
/// A function and no hasher: 14 bits would ruin a sketch. *Redis cluster specification*,
/// <https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/>.
///
/// # Examples
///
/// ```
/// use ansatz_hash::redis_slot;
///
/// assert_eq!(redis_slot(b"123456789"), 0x31c3);
/// assert_eq!(redis_slot(b"{user1000}.following"), redis_slot(b"{user1000}.followers"));
/// ```
///
/// # Complexity
///
/// One step a byte, no table larger than 512 bytes.
#[must_use]
pub fn redis_slot(key: &[u8]) -> u16 {
    crc16(hash_tag(key).unwrap_or(key)) % 16384
}

fn hash_tag(key: &[u8]) -> Option<&[u8]> {
    let open = key.iter().position(|&byte| byte == b'{')?;
    let rest = key.get(open + 1..)?;
    let close = rest.iter().position(|&byte| byte == b'}')?;
    rest.get(..close).filter(|tag| !tag.is_empty())
}

fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, &byte| (crc << 8) ^ TABLE[usize::from((crc >> 8) as u8 ^ byte)])
}

/// What each byte adds, from the polynomial x^16 + x^12 + x^5 + 1.
const TABLE: [u16; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc << 1) ^ if crc & 0x8000 == 0 { 0 } else { 0x1021 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};
