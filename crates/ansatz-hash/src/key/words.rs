//! Keys of a fixed width: integers, truth values, characters, floats.

use super::{Composite, Encoding, Key};

macro_rules! word {
    ($($type:ty, $value:ident => $word:expr;)+) => {$(
        impl Key for $type {
            #[inline]
            fn append_to(&self, composite: &mut Composite) {
                let $value = *self;
                let word: u64 = $word;
                composite.push_bytes(&word.to_le_bytes());
            }

            #[inline]
            fn encoding(&self) -> Encoding<'_> {
                let $value = *self;
                Encoding::Word($word)
            }
        }
    )+};
}

word! {
    u8, value => value.into();
    u16, value => value.into();
    u32, value => value.into();
    u64, value => value;
    usize, value => value as u64;
    i8, value => i64::from(value) as u64;
    i16, value => i64::from(value) as u64;
    i32, value => i64::from(value) as u64;
    i64, value => value as u64;
    isize, value => value as i64 as u64;
    bool, value => value.into();
    char, value => value.into();
    f32, value => canonical_bits(value.into());
    f64, value => canonical_bits(value);
}

impl Key for u128 {
    #[inline]
    fn append_to(&self, composite: &mut Composite) {
        composite.push_bytes(&self.to_le_bytes());
    }

    #[inline]
    fn encoding(&self) -> Encoding<'_> {
        Encoding::Wide(*self)
    }
}

impl Key for i128 {
    #[inline]
    fn append_to(&self, composite: &mut Composite) {
        (*self as u128).append_to(composite);
    }

    #[inline]
    fn encoding(&self) -> Encoding<'_> {
        Encoding::Wide(*self as u128)
    }
}

/// The bits of `value` with one NaN and one zero, so that equal floats are equal keys.
#[inline]
fn canonical_bits(value: f64) -> u64 {
    if value.is_nan() {
        0x7ff8_0000_0000_0000
    } else {
        // -0 + 0 is +0, and every other value is unchanged.
        (value + 0.0).to_bits()
    }
}
