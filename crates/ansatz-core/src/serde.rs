//! `Serialize` and `Deserialize` for a type that has a format, over its bytes: a macro, so that this crate needs no
//! serde.

/// Implements both traits for a type with `to_bytes(&self) -> Vec<u8>` and
/// `from_bytes(&[u8]) -> Result<Self, DecodeError>`, in a crate that depends on `serde` and names `alloc`.
///
/// A value becomes one byte string, and comes back through the validation of `from_bytes`. Self-describing text
/// formats have no byte strings and write an array of numbers instead, which is read as well.
///
/// The generic parameters stand in brackets, with the bounds under which both methods exist:
/// `serde_over_bytes!([] TDigest);`, `serde_over_bytes!([H: SeededHasher] HyperLogLog<H>);`.
#[doc(hidden)] // For the crates of the family.
#[macro_export]
macro_rules! serde_over_bytes {
    ([$($generics:tt)*] $type:ty) => {
        const _: () = {
            impl<$($generics)*> ::serde::Serialize for $type {
                fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    serializer.serialize_bytes(&self.to_bytes())
                }
            }

            impl<'de, $($generics)*> ::serde::Deserialize<'de> for $type {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    deserializer.deserialize_bytes(Bytes(::core::marker::PhantomData))
                }
            }

            struct Bytes<T>(::core::marker::PhantomData<T>);

            impl<'de, $($generics)*> ::serde::de::Visitor<'de> for Bytes<$type> {
                type Value = $type;

                fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.write_str(concat!("the bytes of `", stringify!($type), "`"))
                }

                fn visit_bytes<E: ::serde::de::Error>(self, bytes: &[u8]) -> ::core::result::Result<$type, E> {
                    <$type>::from_bytes(bytes).map_err(E::custom)
                }

                fn visit_seq<A: ::serde::de::SeqAccess<'de>>(
                    self,
                    mut sequence: A,
                ) -> ::core::result::Result<$type, A::Error> {
                    // A sequence's length is a claim of the input: beyond this, memory is taken only as elements
                    // really arrive.
                    let expected = sequence.size_hint().unwrap_or(0).min(4096);
                    let mut bytes = ::alloc::vec::Vec::with_capacity(expected);
                    while let Some(byte) = sequence.next_element()? {
                        bytes.push(byte);
                    }
                    <$type>::from_bytes(&bytes).map_err(<A::Error as ::serde::de::Error>::custom)
                }
            }
        };
    };
}
