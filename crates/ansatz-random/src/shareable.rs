//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Beta>();
    is_shareable::<crate::Gamma>();
    is_shareable::<crate::Stream>();
    is_shareable::<crate::Streams<8>>();
};
