//! The tasks of homework `gan`.

pub mod density_ratio_kl;
pub mod discriminator_loss;
pub mod f_divergences;
pub mod f_gan_bound;
pub mod generator_loss;
pub mod gradient_penalty;
pub mod hinge_loss;
pub mod js_divergence;
pub mod kantorovich_dual_bound;
pub mod lsgan_loss;
pub mod lsgan_optimal_discriminator;
pub mod mode_covering_kl;
pub mod optimal_discriminator;
pub mod r1_penalty;
pub mod sinkhorn;
pub mod spectral_norm;
pub mod wasserstein1_1d;
pub mod wasserstein_critic_loss;
pub mod wasserstein_discrete;
pub mod weight_clipping;

crate::tasks! { "gan":
    discriminator_loss::DiscriminatorLoss,
    generator_loss::GeneratorLoss,
    optimal_discriminator::OptimalDiscriminator,
    js_divergence::JsDivergence,
    mode_covering_kl::ModeCoveringKl,
    density_ratio_kl::DensityRatioKl,
    lsgan_loss::LsganLoss,
    lsgan_optimal_discriminator::LsganOptimalDiscriminator,
    hinge_loss::HingeLoss,
    wasserstein_critic_loss::WassersteinCriticLoss,
    weight_clipping::WeightClipping,
    wasserstein1_1d::Wasserstein11d,
    wasserstein_discrete::WassersteinDiscrete,
    sinkhorn::Sinkhorn,
    kantorovich_dual_bound::KantorovichDualBound,
    gradient_penalty::GradientPenalty,
    r1_penalty::R1Penalty,
    spectral_norm::SpectralNorm,
    f_divergences::FDivergences,
    f_gan_bound::FGanBound,
}
