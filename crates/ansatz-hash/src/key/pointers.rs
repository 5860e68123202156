//! Pointers are the key that they point to.

use alloc::{
    borrow::{Cow, ToOwned},
    boxed::Box,
    rc::Rc,
    sync::Arc,
};

use super::{Composite, Encoding, Key};

macro_rules! pointer {
    ($([$($generics:tt)*] $type:ty;)+) => {$(
        impl<$($generics)*> Key for $type {
            #[inline]
            fn append_to(&self, composite: &mut Composite) {
                (**self).append_to(composite);
            }

            #[inline]
            fn encoding(&self) -> Encoding<'_> {
                (**self).encoding()
            }
        }
    )+};
}

pointer! {
    [K: Key + ?Sized] &K;
    [K: Key + ?Sized] &mut K;
    [K: Key + ?Sized] Box<K>;
    [K: Key + ?Sized] Rc<K>;
    [K: Key + ?Sized] Arc<K>;
    [K: Key + ToOwned + ?Sized] Cow<'_, K>;
}
