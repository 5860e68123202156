//! What both Count-Min sketches do alike: everything but `merge` and `inner_product`.

/// Writes the common methods and traits of `$type`, a struct of a `table` and a `hasher`.
///
/// `$add` changes the table by one hash and its weight, `$add_all` by a batch of them; `$exact_rows` says whether every
/// row of an undecayed table sums to the total.
macro_rules! surface {
    ($type:ident, $kind:expr, $add:expr, $add_all:expr, $exact_rows:expr) => {
        impl $type {
            /// An empty sketch whose estimates exceed the truth by more than `epsilon` times the total with probability
            /// at most `delta`: ceil(e / epsilon) counters in each of ceil(ln(1 / delta)) rows.
            ///
            /// # Errors
            ///
            /// [`ParameterError`](ansatz_core::ParameterError) unless both lie between 0 and 1, `delta` is at least
            /// e^-32, and there are at most 2^30 counters, 4 GiB (2^27 where addresses have 32 bits).
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let sketch = ansatz_sketch::", stringify!($type), "::new(0.001, 0.01)?;")]
            /// assert_eq!((sketch.width(), sketch.depth()), (2719, 5));
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn new(epsilon: f64, delta: f64) -> Result<Self, ::ansatz_core::ParameterError> {
                Ok(Self { table: Table::with_error(epsilon, delta)?, hasher: ::ansatz_hash::Xxh3::default() })
            }

            /// An empty sketch of `depth` rows of `width` counters.
            ///
            /// # Errors
            ///
            /// [`ParameterError`](ansatz_core::ParameterError) unless `depth` is 1 to 32, `width` at least 1, and there
            /// are at most 2^30 counters, 4 GiB (2^27 where addresses have 32 bits).
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let sketch = ansatz_sketch::", stringify!($type), "::with_dimensions(1000, 4)?;")]
            /// assert_eq!(sketch.width() * sketch.depth(), 4000);
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn with_dimensions(width: usize, depth: usize) -> Result<Self, ::ansatz_core::ParameterError> {
                Self::with_hasher(width, depth, ::ansatz_hash::Xxh3::default())
            }
        }

        impl<H: ::ansatz_hash::KeyHasher> $type<H> {
            /// An empty sketch that hashes its keys with `hasher`.
            ///
            /// # Errors
            ///
            /// [`ParameterError`](ansatz_core::ParameterError) unless `depth` is 1 to 32, `width` at least 1, and there
            /// are at most 2^30 counters, 4 GiB (2^27 where addresses have 32 bits).
            ///
            /// # Examples
            ///
            /// Keys that strangers choose want a hasher with a secret key:
            ///
            /// ```
            /// use ansatz_hash::SipHash;
            #[doc = concat!("use ansatz_sketch::", stringify!($type), ";")]
            ///
            #[doc = concat!("let mut sketch = ", stringify!($type), "::with_hasher(1000, 4, SipHash::new([7; 16]))?;")]
            /// sketch.update("key", 1);
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn with_hasher(width: usize, depth: usize, hasher: H) -> Result<Self, ::ansatz_core::ParameterError> {
                Ok(Self { table: Table::with_dimensions(width, depth)?, hasher })
            }

            /// Adds `weight` to the count of `key`.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("# let mut sketch = ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?;")]
            /// sketch.update("key", 5);
            /// sketch.update("key", 2);
            /// assert_eq!(sketch.estimate("key").value, 7.0);
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            #[inline]
            pub fn update<K: ::ansatz_hash::Key + ?Sized>(&mut self, key: &K, weight: u64) {
                self.update_hash(self.hasher.hash64(key), weight);
            }

            /// Adds `weight` to the count of the key with this hash.
            ///
            /// The rows are taken from all 64 bits: a hash with fewer random ones, or an unmixed number, voids the
            /// bound.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_hash::KeyHasher;
            ///
            #[doc = concat!("# let mut sketch = ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?;")]
            /// let hash = sketch.hasher().hash64("key");
            /// sketch.update_hash(hash, 5);
            /// assert_eq!(sketch.estimate("key"), sketch.estimate_hash(hash));
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            #[inline]
            pub fn update_hash(&mut self, hash: u64, weight: u64) {
                $add(&mut self.table, hash, weight);
            }

            /// Halves all counts, rounding down, so that older weights fade.
            ///
            /// What is estimated from then on is the decayed count, in which every key's count has been rounded down at
            /// each halving just as the counters are. Of that, an estimate is never too low, and too high by more than
            /// `epsilon (total + r) + r` with probability at most delta. Here r is 1 after any number of halvings, and
            /// adds up where decayed sketches are merged (a halving brings such a sum back, to 2 at most). The count
            /// without rounding exceeds the rounded one by less than r. [`Estimate`](ansatz_core::Estimate)s take r into
            /// account. Saturated counters and a saturated total stay.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("# let mut sketch = ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?;")]
            /// sketch.update("key", 7);
            /// sketch.halve();
            /// assert_eq!((sketch.estimate("key").value, sketch.total()), (3.0, 3));
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            ///
            /// # Complexity
            ///
            /// One pass over the counters.
            pub fn halve(&mut self) {
                self.table.halve();
            }

            /// Forgets everything that was counted.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("# let mut sketch = ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?;")]
            /// sketch.update("key", 7);
            /// sketch.clear();
            /// assert!(sketch.is_empty());
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn clear(&mut self) {
                self.table.clear();
            }

            /// How often `key` occurred: the value is never too low, and the interval holds the truth with probability
            /// 1 - delta at least.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("# let mut sketch = ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?;")]
            /// sketch.update("key", 250);
            /// let estimate = sketch.estimate("key");
            /// // 250 less floor(0.01 * 250), to 250.
            /// assert_eq!((estimate.lower, estimate.value, estimate.upper), (248.0, 250.0, 250.0));
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            #[inline]
            pub fn estimate<K: ::ansatz_hash::Key + ?Sized>(&self, key: &K) -> ::ansatz_core::Estimate {
                self.estimate_hash(self.hasher.hash64(key))
            }

            /// How often the key with this hash occurred.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("# let mut sketch = ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?;")]
            /// sketch.update_hash(0x5eed, 2);
            /// assert_eq!(sketch.estimate_hash(0x5eed).value, 2.0);
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            #[inline]
            pub fn estimate_hash(&self, hash: u64) -> ::ansatz_core::Estimate {
                self.table.estimate(hash)
            }

            /// How often `key` occurred, with the interval of another confidence than 1 - delta.
            ///
            /// By the same argument as the usual bound, the error exceeds k N / width with probability at most
            /// k^-depth; k is chosen for the confidence.
            ///
            /// # Errors
            ///
            /// [`ParameterError`](ansatz_core::ParameterError) unless `confidence` lies between 0 and 1.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("# let mut sketch = ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?;")]
            /// sketch.update("key", 1000);
            /// let (usual, sure) = (sketch.estimate("key"), sketch.estimate_at("key", 0.999_999)?);
            /// assert!(sure.lower < usual.lower && sure.value == usual.value);
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn estimate_at<K: ::ansatz_hash::Key + ?Sized>(
                &self,
                key: &K,
                confidence: f64,
            ) -> Result<::ansatz_core::Estimate, ::ansatz_core::ParameterError> {
                self.table.estimate_at(self.hasher.hash64(key), confidence)
            }

            /// The sum of all weights, halved whenever the sketch was; `u64::MAX` if it is that or more.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("# let mut sketch = ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?;")]
            /// sketch.extend([("a", 2), ("b", 3)]);
            /// assert_eq!(sketch.total(), 5);
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn total(&self) -> u64 {
                self.table.total()
            }

            /// Whether nothing is counted.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("assert!(ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?.is_empty());")]
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn is_empty(&self) -> bool {
                self.table.total() == 0
            }

            /// The number of counters in a row.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("assert_eq!(ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?.width(), 272);")]
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn width(&self) -> usize {
                self.table.width()
            }

            /// The number of rows.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("assert_eq!(ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?.depth(), 5);")]
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn depth(&self) -> usize {
                self.table.depth()
            }

            /// The hasher.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_hash::Xxh3;
            ///
            #[doc = concat!("# let sketch = ansatz_sketch::", stringify!($type), "::new(0.01, 0.01)?;")]
            /// assert_eq!(sketch.hasher(), &Xxh3::default());
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn hasher(&self) -> &H {
                &self.hasher
            }

            /// The memory that the sketch takes, in bytes.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("# let mut sketch = ansatz_sketch::", stringify!($type), "::with_dimensions(1000, 4)?;")]
            /// assert!((16_000..16_200).contains(&sketch.memory_bytes()));
            /// sketch.update("key", 1 << 32);
            /// assert!((32_000..32_200).contains(&sketch.memory_bytes()));
            /// # Ok::<(), ansatz_core::ParameterError>(())
            /// ```
            pub fn memory_bytes(&self) -> usize {
                self.table.memory_bytes() + size_of::<H>()
            }

            /// The sketch as bytes, in the format that docs/formats.md describes.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("use ansatz_sketch::", stringify!($type), ";")]
            ///
            #[doc = concat!("let mut sketch = ", stringify!($type), "::new(0.01, 0.01)?;")]
            /// sketch.update("key", 7);
            #[doc = concat!("assert_eq!(", stringify!($type), "::from_bytes(&sketch.to_bytes())?, sketch);")]
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            #[must_use]
            pub fn to_bytes(&self) -> ::alloc::vec::Vec<u8> {
                let mut writer = ::ansatz_core::bytes::Writer::new($kind, VERSION, 0);
                self.hasher.identity().write(&mut writer);
                self.table.write(&mut writer);
                writer.into_bytes()
            }

            /// The sketch that [`to_bytes`](Self::to_bytes) wrote, with the hasher that it was built with.
            ///
            /// # Errors
            ///
            /// [`DecodeError`](ansatz_core::DecodeError) if no such sketch with a hasher like `hasher` is written so.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_hash::SipHash;
            #[doc = concat!("use ansatz_sketch::", stringify!($type), ";")]
            ///
            #[doc = concat!("let sketch = ", stringify!($type), "::with_hasher(100, 4, SipHash::new([7; 16]))?;")]
            /// let bytes = sketch.to_bytes();
            #[doc = concat!("let again = ", stringify!($type), "::from_bytes_with(&bytes, SipHash::new([7; 16]))?;")]
            /// assert_eq!(again, sketch);
            #[doc = concat!("assert!(", stringify!($type), "::from_bytes_with(&bytes, SipHash::new([8; 16])).is_err());")]
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            pub fn from_bytes_with(bytes: &[u8], hasher: H) -> Result<Self, ::ansatz_core::DecodeError> {
                Self::decode(bytes, |identity| identity.require(hasher))
            }

            fn decode(
                bytes: &[u8],
                hasher: impl FnOnce(::ansatz_hash::Identity) -> Result<H, ::ansatz_core::DecodeError>,
            ) -> Result<Self, ::ansatz_core::DecodeError> {
                let mut reader = ::ansatz_core::bytes::Reader::new(bytes);
                reader.header($kind, VERSION)?.require_flags(0)?;
                let hasher = hasher(::ansatz_hash::Identity::read(&mut reader)?)?;
                Ok(Self { table: Table::read(reader, $exact_rows)?, hasher })
            }
        }

        impl<H: ::ansatz_hash::SeededHasher> $type<H> {
            /// The sketch that [`to_bytes`](Self::to_bytes) wrote.
            ///
            /// # Errors
            ///
            /// [`DecodeError`](ansatz_core::DecodeError) if no such sketch is written so.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("assert!(ansatz_sketch::", stringify!($type), "::<ansatz_hash::Xxh3>::from_bytes(b\"ANSZ\").is_err());")]
            /// ```
            ///
            /// # Complexity
            ///
            /// Time and memory are linear in the input.
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, ::ansatz_core::DecodeError> {
                Self::decode(bytes, ::ansatz_hash::Identity::hasher)
            }
        }

        #[cfg(feature = "serde")]
        ::ansatz_core::serde_over_bytes!([H: ::ansatz_hash::SeededHasher] $type<H>);

        impl<K: ::ansatz_hash::Key, H: ::ansatz_hash::KeyHasher> Extend<(K, u64)> for $type<H> {
            /// Adds many keys with their weights; faster than one by one.
            fn extend<I: IntoIterator<Item = (K, u64)>>(&mut self, items: I) {
                let mut items = items.into_iter();
                let mut batch = [(0, 0); BATCH];
                loop {
                    let mut len = 0;
                    for (slot, (key, weight)) in batch.iter_mut().zip(&mut items) {
                        *slot = (self.hasher.hash64(&key), weight);
                        len += 1;
                    }
                    $add_all(&mut self.table, &batch[..len]);
                    if len < BATCH {
                        return;
                    }
                }
            }
        }

        impl<H: ::ansatz_hash::KeyHasher> PartialEq for $type<H> {
            /// Whether both hold the same counts under the same hasher.
            fn eq(&self, other: &Self) -> bool {
                self.hasher.identity() == other.hasher.identity() && self.table == other.table
            }
        }

        impl<H: ::ansatz_hash::KeyHasher> ::core::fmt::Debug for $type<H> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(stringify!($type))
                    .field("width", &self.width())
                    .field("depth", &self.depth())
                    .field("total", &self.total())
                    .field("hasher", &format_args!("{}", self.hasher.identity()))
                    .finish()
            }
        }

        /// Version 1 is the first.
        const VERSION: u8 = 1;

        /// Keys that are hashed before the first of them is counted: enough to overlap the cache misses of a row, few
        /// enough for the hashes to stay in the first cache.
        const BATCH: usize = 32;
    };
}

pub(super) use surface;
