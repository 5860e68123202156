//! The methods that every placer has, so that its trait need not be imported.

/// Writes the common methods of the placer `$type<N, H>` over its implementation of
/// [`Placer`](crate::Placer), and its `Debug`.
///
/// `$make` is the text of an expression that makes one of the nodes "a", "b" and "c", for the examples.
macro_rules! surface {
    ($type:ident, $make:literal) => {
        impl<N: ::ansatz_hash::Key, H: ::ansatz_hash::KeyHasher> $type<N, H> {
            /// The node that owns a key.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let placer = ansatz_placement::", $make, "?;")]
            /// let owner = placer.locate("session:42");
            /// assert!(["a", "b", "c"].contains(owner));
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            #[inline]
            pub fn locate<K: ::ansatz_hash::Key + ?Sized>(&self, key: &K) -> &N {
                self.locate_hash(self.hasher.hash64(key))
            }

            /// The node that owns a key with this hash, if the caller has it already.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_hash::KeyHasher;
            ///
            #[doc = concat!("let placer = ansatz_placement::", $make, "?;")]
            /// let hash = placer.hasher().hash64("session:42");
            /// assert_eq!(placer.locate_hash(hash), placer.locate("session:42"));
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            #[inline]
            pub fn locate_hash(&self, hash: u64) -> &N {
                self.fleet.node($crate::Placer::place(self, hash))
            }

            /// All nodes, each once, in the order in which the key prefers them: the owner, then those that hold its
            /// copies, or that take it over.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let placer = ansatz_placement::", $make, "?;")]
            /// let two: Vec<_> = placer.replicas("session:42").take(2).collect();
            /// assert_eq!(two[0], placer.locate("session:42"));
            /// assert_ne!(two[0], two[1]);
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            pub fn replicas<K: ::ansatz_hash::Key + ?Sized>(
                &self,
                key: &K,
            ) -> impl Iterator<Item = &N> + use<'_, N, H, K> {
                self.replicas_of_hash(self.hasher.hash64(key))
            }

            /// [`replicas`](Self::replicas) of a key with this hash.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let placer = ansatz_placement::", $make, "?;")]
            /// assert_eq!(placer.replicas_of_hash(42).next(), Some(placer.locate_hash(42)));
            /// assert_eq!(placer.replicas_of_hash(42).count(), 3);
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            pub fn replicas_of_hash(&self, hash: u64) -> impl Iterator<Item = &N> {
                $crate::Placer::preference(self, hash).map(|slot| self.fleet.node(slot))
            }

            /// All nodes, each once, in the order in which the key prefers them, but spread over the zones: first the
            /// best node of each zone, then the second best of each, and so on.
            ///
            /// Among the first k, for every k, no zone holds two more than another that has a node left. A node without
            /// a zone is one of its own.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_placement::Member;
            ///
            #[doc = concat!("let mut placer = ansatz_placement::", $make, "?;")]
            /// placer.add(Member::new("d").with_zone("west"))?;
            /// placer.add(Member::new("e").with_zone("west"))?;
            /// let four: Vec<_> = placer.replicas_across_zones("session:42").take(4).collect();
            /// assert!(!(four.contains(&&"d") && four.contains(&&"e")));
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            pub fn replicas_across_zones<K>(&self, key: &K) -> impl Iterator<Item = &N> + use<'_, N, H, K>
            where
                K: ::ansatz_hash::Key + ?Sized,
            {
                self.replicas_across_zones_of_hash(self.hasher.hash64(key))
            }

            /// [`replicas_across_zones`](Self::replicas_across_zones) of a key with this hash.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let placer = ansatz_placement::", $make, "?;")]
            /// // Every node is a zone of its own here.
            /// assert!(placer.replicas_across_zones_of_hash(42).eq(placer.replicas_of_hash(42)));
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            pub fn replicas_across_zones_of_hash(&self, hash: u64) -> impl Iterator<Item = &N> {
                let preference = $crate::Placer::preference(self, hash);
                let zones = self.fleet.zones();
                $crate::placers::zones::AcrossZones::new(preference, zones).map(|slot| self.fleet.node(slot))
            }

            /// Adds a member and returns its slot.
            ///
            /// # Errors
            ///
            /// [`FleetError`](crate::FleetError) if it cannot be; then nothing has changed.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_placement::Member;
            ///
            #[doc = concat!("let mut placer = ansatz_placement::", $make, "?;")]
            /// placer.add(Member::new("d"))?;
            /// assert_eq!(placer.fleet().len(), 4);
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            pub fn add(&mut self, member: $crate::Member<N>) -> Result<usize, $crate::FleetError> {
                $crate::Placer::add(self, member)
            }

            /// Removes a node; the last slot's node takes its slot.
            ///
            /// # Errors
            ///
            /// [`FleetError`](crate::FleetError) if it is not there, or is the only one.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let mut placer = ansatz_placement::", $make, "?;")]
            /// assert_eq!(placer.remove("b")?.member.node, "b");
            /// assert!(placer.remove("b").is_err());
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            pub fn remove<Q: ::ansatz_hash::Key + ?Sized>(
                &mut self,
                node: &Q,
            ) -> Result<$crate::Removed<N>, $crate::FleetError> {
                $crate::Placer::remove(self, node)
            }

            /// Gives a node another weight and returns the old one.
            ///
            /// # Errors
            ///
            /// [`FleetError`](crate::FleetError) if the node is not there, the weight is not from 1e-100 to 1e100, or the
            /// algorithm has no weights.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let mut placer = ansatz_placement::", $make, "?;")]
            /// assert_eq!(placer.reweigh("b", 1.0), Ok(1.0));
            /// assert!(placer.reweigh("b", 0.0).is_err());
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            pub fn reweigh<Q: ::ansatz_hash::Key + ?Sized>(
                &mut self,
                node: &Q,
                weight: f64,
            ) -> Result<f64, $crate::FleetError> {
                $crate::Placer::reweigh(self, node, weight)
            }

            /// The nodes in their slots.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let placer = ansatz_placement::", $make, "?;")]
            /// assert_eq!(placer.fleet().slot_of("c"), Some(2));
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            #[inline]
            pub fn fleet(&self) -> &$crate::Fleet<N> {
                &self.fleet
            }

            /// The bytes of heap that the algorithm's own tables take, beside the fleet.
            ///
            /// # Examples
            ///
            /// ```
            #[doc = concat!("let placer = ansatz_placement::", $make, "?;")]
            /// assert!(placer.memory_bytes() < 1 << 20);
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            pub fn memory_bytes(&self) -> usize {
                $crate::Placer::memory_bytes(self)
            }

            /// The hasher of keys and nodes.
            ///
            /// # Examples
            ///
            /// ```
            /// use ansatz_hash::KeyHasher;
            ///
            #[doc = concat!("let placer = ansatz_placement::", $make, "?;")]
            /// assert_eq!(placer.hasher().hash64("key"), placer.hasher().hash_bytes(b"key"));
            /// # Ok::<(), ansatz_placement::FleetError>(())
            /// ```
            #[inline]
            pub fn hasher(&self) -> &H {
                &self.hasher
            }
        }

        impl<N, H> ::core::fmt::Debug for $type<N, H> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(stringify!($type)).field("nodes", &self.fleet.len()).finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use surface;
