//! Values that a table is sharded by.

use alloc::{string::String, vec::Vec};

/// A value of a shard key's type: totally ordered, and each value has a next one unless it is the greatest.
///
/// That holds for whole numbers, and for byte strings and texts in the order of their bytes: nothing stands between
/// `"a"` and `"a\0"`. So every range can be written as `[start, end)`, which makes pruning exact: `x > 5 AND x < 7` is
/// one value, and `x > 5 AND x < 6` none.
///
/// | type | order | bytes in a [`RangeMap`](crate::RangeMap) |
/// |---|---|---|
/// | `u8` to `u128` | by value | big-endian |
/// | `i8` to `i128` | by value | big-endian, the sign bit flipped |
/// | `bool`, `char` | `false` first; by scalar value | 1 byte; 4 bytes, big-endian |
/// | `Vec<u8>`, `[u8; N]` | by bytes | themselves |
/// | `String` | by bytes, which is by scalar values | its UTF-8 |
///
/// Floats are not among them (NaN has no place in their order), and neither is text in a locale's order.
///
/// # Examples
///
/// ```
/// use ansatz_placement::ShardKey;
///
/// assert_eq!(7i64.successor(), Some(8));
/// assert_eq!(i64::MAX.successor(), None);
/// assert_eq!(String::from("a").successor().as_deref(), Some("a\0"));
/// assert!((-1i64).ordered_bytes() < 0i64.ordered_bytes());
/// ```
pub trait ShardKey: Ord + Clone {
    /// The least value.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::ShardKey;
    ///
    /// assert_eq!((i8::least(), String::least()), (-128, String::new()));
    /// ```
    fn least() -> Self;

    /// The least value above this one, if there is one.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::ShardKey;
    ///
    /// assert_eq!(vec![7u8].successor(), Some(vec![7, 0]));
    /// ```
    fn successor(&self) -> Option<Self>;

    /// How many values there are from this one to `end`, which is left out, or to the greatest; `None` if they are too
    /// many to count, or infinitely many.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::ShardKey;
    ///
    /// assert_eq!(3u32.count_until(Some(&5)), Some(2));
    /// assert_eq!(250u8.count_until(None), Some(6));
    /// assert_eq!(String::from("a").count_until(Some(&String::from("b"))), None);
    /// ```
    fn count_until(&self, end: Option<&Self>) -> Option<u64>;

    /// Bytes that are ordered as the values are, for a [`RangeMap`](crate::RangeMap).
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::ShardKey;
    ///
    /// assert_eq!(1u16.ordered_bytes(), [0, 1]);
    /// assert_eq!((-1i16).ordered_bytes(), [0x7f, 0xff]);
    /// ```
    fn ordered_bytes(&self) -> Vec<u8>;
}

macro_rules! integer {
    ($($type:ty, $unsigned:ty;)+) => {$(
        impl ShardKey for $type {
            fn least() -> Self {
                Self::MIN
            }

            fn successor(&self) -> Option<Self> {
                self.checked_add(1)
            }

            fn count_until(&self, end: Option<&Self>) -> Option<u64> {
                let last = match end {
                    Some(end) if end <= self => return Some(0),
                    Some(end) => end - 1,
                    None => Self::MAX,
                };
                // Two's complement: a difference that fits is right in the unsigned type.
                let steps = (last as $unsigned).wrapping_sub(*self as $unsigned);
                u64::try_from(steps).ok()?.checked_add(1)
            }

            fn ordered_bytes(&self) -> Vec<u8> {
                (*self as $unsigned ^ Self::MIN as $unsigned).to_be_bytes().to_vec()
            }
        }
    )+};
}

integer! {
    u8, u8;
    u16, u16;
    u32, u32;
    u64, u64;
    u128, u128;
    i8, u8;
    i16, u16;
    i32, u32;
    i64, u64;
    i128, u128;
}

impl ShardKey for bool {
    fn least() -> Self {
        false
    }

    fn successor(&self) -> Option<Self> {
        (!self).then_some(true)
    }

    fn count_until(&self, end: Option<&Self>) -> Option<u64> {
        u8::from(*self).count_until(Some(&end.map_or(2, |&end| u8::from(end))))
    }

    fn ordered_bytes(&self) -> Vec<u8> {
        u8::from(*self).ordered_bytes()
    }
}

impl ShardKey for char {
    fn least() -> Self {
        Self::MIN
    }

    fn successor(&self) -> Option<Self> {
        // The iterator knows that surrogates are no scalar values.
        (*self..=Self::MAX).nth(1)
    }

    fn count_until(&self, end: Option<&Self>) -> Option<u64> {
        let count = match end {
            Some(&end) => (*self..end).count(),
            None => (*self..=Self::MAX).count(),
        };
        Some(count as u64)
    }

    fn ordered_bytes(&self) -> Vec<u8> {
        u32::from(*self).ordered_bytes()
    }
}

impl ShardKey for Vec<u8> {
    fn least() -> Self {
        Self::new()
    }

    fn successor(&self) -> Option<Self> {
        let mut next = Self::with_capacity(self.len() + 1);
        next.extend_from_slice(self);
        next.push(0);
        Some(next)
    }

    fn count_until(&self, end: Option<&Self>) -> Option<u64> {
        count_zeros(self, end?)
    }

    fn ordered_bytes(&self) -> Vec<u8> {
        self.clone()
    }
}

impl ShardKey for String {
    fn least() -> Self {
        Self::new()
    }

    fn successor(&self) -> Option<Self> {
        let mut next = Self::with_capacity(self.len() + 1);
        next.push_str(self);
        next.push('\0');
        Some(next)
    }

    fn count_until(&self, end: Option<&Self>) -> Option<u64> {
        count_zeros(self.as_bytes(), end?.as_bytes())
    }

    fn ordered_bytes(&self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }
}

impl<const N: usize> ShardKey for [u8; N] {
    fn least() -> Self {
        [0; N]
    }

    fn successor(&self) -> Option<Self> {
        let mut next = *self;
        for byte in next.iter_mut().rev() {
            let (sum, carry) = byte.overflowing_add(1);
            *byte = sum;
            if !carry {
                return Some(next);
            }
        }
        None
    }

    fn count_until(&self, end: Option<&Self>) -> Option<u64> {
        let Some(end) = end else {
            return self.count_until(Some(&[0xff; N]))?.checked_add(1);
        };
        if end <= self {
            return Some(0);
        }
        // Base 256, from the first byte that differs; what would overflow is too many to count.
        self.iter()
            .zip(end)
            .skip_while(|(from, to)| from == to)
            .try_fold(0i128, |sum, (&from, &to)| {
                let sum = sum.checked_mul(256)? + i128::from(to) - i128::from(from);
                (sum < 1 << 100).then_some(sum)
            })
            .and_then(|sum| u64::try_from(sum).ok())
    }

    fn ordered_bytes(&self) -> Vec<u8> {
        self.to_vec()
    }
}

/// The number of byte strings from `start` to `end`: finite only if zeros alone are what `end` has in addition.
fn count_zeros(start: &[u8], end: &[u8]) -> Option<u64> {
    if end <= start {
        return Some(0);
    }
    let rest = end.strip_prefix(start)?;
    rest.iter().all(|&byte| byte == 0).then_some(rest.len() as u64)
}

#[cfg(test)]
mod tests {
    use alloc::{string::ToString, vec};

    use super::*;

    /// Walks from one value to the next, and holds what the trait promises to what is seen.
    fn check_walk<K: ShardKey + core::fmt::Debug>(start: &K, steps: u64) {
        let mut value = start.clone();
        for step in 0..steps {
            assert_eq!(start.count_until(Some(&value)), Some(step));
            assert_eq!(value.count_until(Some(start)), Some(0));
            let Some(next) = value.successor() else {
                assert_eq!(start.count_until(None), Some(step + 1));
                return;
            };
            assert!(value < next && value.ordered_bytes() < next.ordered_bytes(), "{value:?} {next:?}");
            value = next;
        }
    }

    #[test]
    fn each_value_is_followed_by_the_next_one() {
        check_walk(&u8::least(), 300);
        check_walk(&i8::least(), 300);
        check_walk(&(u64::MAX - 9), 300);
        check_walk(&-5i64, 10);
        check_walk(&(i128::MAX - 3), 10);
        check_walk(&bool::least(), 3);
        check_walk(&'\u{d7fd}', 10);
        check_walk(&'\u{10fffe}', 10);
        check_walk(&vec![7u8], 10);
        check_walk(&"ab".to_string(), 10);
        check_walk(&[0u8, 0xfe], 600);
        check_walk(&[0xffu8, 0xff, 0xf0], 20);
        check_walk(&[0u8; 0], 2);
    }

    #[test]
    fn what_is_too_much_to_count_is_not_counted() {
        assert_eq!(0u64.count_until(None), None);
        assert_eq!(1u64.count_until(None), Some(u64::MAX));
        assert_eq!(i64::MIN.count_until(Some(&i64::MAX)), Some(u64::MAX));
        assert_eq!(0u128.count_until(Some(&(1 << 70))), None);
        assert_eq!([0u8; 16].count_until(None), None);
        assert_eq!([0u8; 40].count_until(Some(&[0xff; 40])), None);
        assert_eq!(vec![1u8].count_until(Some(&vec![2])), None);
        assert_eq!(vec![1u8].count_until(None), None);
        assert_eq!('\0'.count_until(None), Some(0x11_0000 - 0x800));
    }
}
