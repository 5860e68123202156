//! Keys that are byte strings: text, bytes, addresses.

use alloc::{string::String, vec::Vec};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Composite, Encoding, Key};

macro_rules! byte_string {
    ($([$($generics:tt)*] $type:ty, $value:ident => $bytes:expr;)+) => {$(
        impl<$($generics)*> Key for $type {
            #[inline]
            fn append_to(&self, composite: &mut Composite) {
                let $value = self;
                composite.push_string($bytes);
            }

            #[inline]
            fn encoding(&self) -> Encoding<'_> {
                let $value = self;
                Encoding::Bytes($bytes)
            }
        }
    )+};
}

byte_string! {
    [] [u8], value => value;
    [] Vec<u8>, value => value;
    [const N: usize] [u8; N], value => value;
    [] str, value => value.as_bytes();
    [] String, value => value.as_bytes();
}

impl Key for Ipv4Addr {
    #[inline]
    fn append_to(&self, composite: &mut Composite) {
        composite.push_string(&self.octets());
    }

    #[inline]
    fn encoding(&self) -> Encoding<'_> {
        let mut composite = Composite::new();
        composite.push_bytes(&self.octets());
        Encoding::Composite(composite)
    }
}

impl Key for Ipv6Addr {
    #[inline]
    fn append_to(&self, composite: &mut Composite) {
        composite.push_string(&self.octets());
    }

    #[inline]
    fn encoding(&self) -> Encoding<'_> {
        Encoding::Wide(u128::from_le_bytes(self.octets()))
    }
}

impl Key for IpAddr {
    #[inline]
    fn append_to(&self, composite: &mut Composite) {
        match self {
            Self::V4(address) => address.append_to(composite),
            Self::V6(address) => address.append_to(composite),
        }
    }

    #[inline]
    fn encoding(&self) -> Encoding<'_> {
        match self {
            Self::V4(address) => address.encoding(),
            Self::V6(address) => address.encoding(),
        }
    }
}
