//! The tasks of homework `reparameterization`.

pub mod concrete_log_density;
pub mod elbo_pathwise_gradient;
pub mod gaussian_rsample;
pub mod gaussian_rsample_full;
pub mod gradient_variance;
pub mod gumbel_density;
pub mod gumbel_max;
pub mod gumbel_softmax;
pub mod inverse_cdf_rsample;
pub mod pathwise_gradient;
pub mod reinforce_leave_one_out;
pub mod score_function_gradient;
pub mod straight_through_gumbel;
pub mod vq_ema_update;
pub mod vq_quantize;
pub mod vq_vae_loss;

crate::tasks! { "reparameterization":
    gaussian_rsample::GaussianRsample,
    gaussian_rsample_full::GaussianRsampleFull,
    pathwise_gradient::PathwiseGradient,
    elbo_pathwise_gradient::ElboPathwiseGradient,
    score_function_gradient::ScoreFunctionGradient,
    reinforce_leave_one_out::ReinforceLeaveOneOut,
    gradient_variance::GradientVariance,
    inverse_cdf_rsample::InverseCdfRsample,
    gumbel_density::GumbelDensity,
    gumbel_max::GumbelMax,
    gumbel_softmax::GumbelSoftmax,
    straight_through_gumbel::StraightThroughGumbel,
    concrete_log_density::ConcreteLogDensity,
    vq_quantize::VqQuantize,
    vq_vae_loss::VqVaeLoss,
    vq_ema_update::VqEmaUpdate,
}
