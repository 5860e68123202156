//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Bandit<crate::Ucb1Rule>>();
    is_shareable::<crate::BanditError>();
    is_shareable::<crate::Chance>();
    is_shareable::<crate::Decision>();
    is_shareable::<crate::Features>();
    is_shareable::<crate::Lesson<'static, ()>>();
    is_shareable::<crate::LoggedDecision>();
    is_shareable::<crate::Propensity>();
    is_shareable::<crate::Ticket>();
    is_shareable::<crate::experiments::Conversions>();
    is_shareable::<crate::experiments::Cuped>();
    is_shareable::<crate::experiments::Hypotheses<u8>>();
    is_shareable::<crate::experiments::SampleSize>();
    is_shareable::<crate::experiments::Standing>();
    is_shareable::<crate::experiments::TestDesign>();
};
