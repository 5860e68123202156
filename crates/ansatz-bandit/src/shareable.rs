//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Bandit<crate::LinTsRule>>();
    is_shareable::<crate::Bandit<crate::LinUcbRule>>();
    is_shareable::<crate::Bandit<crate::LogisticThompsonRule>>();
    is_shareable::<crate::Bandit<crate::Ucb1Rule>>();
    is_shareable::<crate::BanditError>();
    is_shareable::<crate::BetaBernoulli>();
    is_shareable::<crate::Chance>();
    is_shareable::<crate::ConfidenceRadius>();
    is_shareable::<crate::Decision>();
    is_shareable::<crate::Features>();
    is_shareable::<crate::GammaPoisson>();
    is_shareable::<crate::Gaussian>();
    is_shareable::<crate::Lesson<'static, ()>>();
    is_shareable::<crate::LoggedDecision>();
    is_shareable::<crate::NormalInverseGamma>();
    is_shareable::<crate::Prediction>();
    is_shareable::<crate::Propensity>();
    is_shareable::<crate::Thompson>();
    is_shareable::<crate::Ticket>();
    is_shareable::<crate::WeightPrior>();
    is_shareable::<crate::TopTwoThompson>();
};
