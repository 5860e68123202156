//! Every public type can be shared between threads; what cannot does not compile.

const fn is_shareable<T: Send + Sync>() {}

const _: () = {
    is_shareable::<crate::BanditError>();
    is_shareable::<crate::BetaBernoulli>();
    is_shareable::<crate::Chance>();
    is_shareable::<crate::ConfidenceRadius>();
    is_shareable::<crate::Decision>();
    is_shareable::<crate::DiscountedThompson>();
    is_shareable::<crate::DiscountedUcb>();
    is_shareable::<crate::EpsilonGreedy>();
    is_shareable::<crate::Exp3>();
    is_shareable::<crate::Exp3Ix>();
    is_shareable::<crate::ExploreThenCommit>();
    is_shareable::<crate::Features>();
    is_shareable::<crate::GammaPoisson>();
    is_shareable::<crate::Gaussian>();
    is_shareable::<crate::KlUcb>();
    is_shareable::<crate::Known>();
    is_shareable::<crate::Lesson<'static, ()>>();
    is_shareable::<crate::LinTs>();
    is_shareable::<crate::LinUcb>();
    is_shareable::<crate::LoggedDecision>();
    is_shareable::<crate::Moss>();
    is_shareable::<crate::NormalInverseGamma>();
    is_shareable::<crate::Prediction>();
    is_shareable::<crate::Propensity>();
    is_shareable::<crate::SlidingWindowThompson>();
    is_shareable::<crate::SlidingWindowUcb>();
    is_shareable::<crate::SuccessiveElimination>();
    is_shareable::<crate::Thompson>();
    is_shareable::<crate::Ticket>();
    is_shareable::<crate::TopTwoThompson>();
    is_shareable::<crate::Ucb1>();
    is_shareable::<crate::UcbV>();
    is_shareable::<crate::WeightPrior>();
    is_shareable::<crate::evaluation::Estimator>();
    is_shareable::<crate::evaluation::EvaluationError>();
    is_shareable::<crate::evaluation::LoggedRound>();
    is_shareable::<crate::evaluation::OffPolicy>();
    is_shareable::<crate::evaluation::Replay>();
    is_shareable::<crate::evaluation::ShrunkMeans>();
    is_shareable::<crate::evaluation::Warning>();
    is_shareable::<crate::simulation::Adversarial>();
    is_shareable::<crate::simulation::Bernoulli>();
    is_shareable::<crate::simulation::Contextual>();
    is_shareable::<crate::simulation::Delayed<crate::simulation::Bernoulli>>();
    is_shareable::<crate::simulation::Drifting>();
    is_shareable::<crate::simulation::Gaussian>();
    is_shareable::<crate::simulation::RegretCurve>();
    is_shareable::<crate::simulation::RegretPoint>();
    is_shareable::<crate::simulation::Simulation>();
    is_shareable::<crate::simulation::StochasticallyConstrained>();
};
