//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::Bandit<crate::Ucb1Rule>>();
    is_shareable::<crate::BanditError>();
    is_shareable::<crate::Chance>();
    is_shareable::<crate::Decision>();
    is_shareable::<crate::experiments::AlphaSpending>();
    is_shareable::<crate::experiments::Asymptotic>();
    is_shareable::<crate::experiments::AsymptoticDifference>();
    is_shareable::<crate::experiments::Betting>();
    is_shareable::<crate::experiments::BettingDifference>();
    is_shareable::<crate::experiments::EmpiricalBernstein>();
    is_shareable::<crate::experiments::EmpiricalBernsteinDifference>();
    is_shareable::<crate::experiments::Group>();
    is_shareable::<crate::experiments::GroupSequential>();
    is_shareable::<crate::experiments::MixtureSprt>();
    is_shareable::<crate::experiments::ProportionTest>();
    is_shareable::<crate::experiments::Spending>();
    is_shareable::<crate::experiments::Verdict>();
    is_shareable::<crate::Features>();
    is_shareable::<crate::Lesson<'static, ()>>();
    is_shareable::<crate::LoggedDecision>();
    is_shareable::<crate::Propensity>();
    is_shareable::<crate::Ticket>();
};
