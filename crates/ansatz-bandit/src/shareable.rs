//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Bandit<crate::DiscountedUcbRule>>();
    is_shareable::<crate::Bandit<crate::Exp3IxRule>>();
    is_shareable::<crate::Bandit<crate::Exp3Rule>>();
    is_shareable::<crate::Bandit<crate::SlidingWindowUcbRule>>();
    is_shareable::<crate::Bandit<crate::Ucb1Rule>>();
    is_shareable::<crate::BanditError>();
    is_shareable::<crate::Chance>();
    is_shareable::<crate::Decision>();
    is_shareable::<crate::Features>();
    is_shareable::<crate::Lesson<'static, ()>>();
    is_shareable::<crate::LoggedDecision>();
    is_shareable::<crate::Propensity>();
    is_shareable::<crate::Ticket>();
};
