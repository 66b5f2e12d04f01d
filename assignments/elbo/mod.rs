//! The tasks of homework `elbo`.

pub mod active_units;
pub mod alpha_divergence;
pub mod autoregressive_nll;
pub mod bernoulli_log_prob;
pub mod conjugate_normal_posterior;
pub mod dequantization_bound;
pub mod dip_vae_penalty;
pub mod discretized_logistic_mixture;
pub mod elbo;
pub mod elbo_surgery;
pub mod free_bits;
pub mod gaussian_kl;
pub mod gaussian_log_prob;
pub mod gmm_e_step;
pub mod gmm_m_step;
pub mod iwae_bound;
pub mod kde_log_prob;
pub mod made_masks;
pub mod mu_law_companding;
pub mod pixelcnn_receptive_field;
pub mod ppca_posterior;
pub mod vampprior_log_prob;
pub mod wavenet_receptive_field;

crate::tasks! { "elbo":
    gaussian_log_prob::GaussianLogProb,
    gaussian_kl::GaussianKl,
    bernoulli_log_prob::BernoulliLogProb,
    elbo::Elbo,
    iwae_bound::IwaeBound,
    free_bits::FreeBits,
    gmm_e_step::GmmEStep,
    gmm_m_step::GmmMStep,
    elbo_surgery::ElboSurgery,
    vampprior_log_prob::VamppriorLogProb,
    dip_vae_penalty::DipVaePenalty,
    discretized_logistic_mixture::DiscretizedLogisticMixture,
    dequantization_bound::DequantizationBound,
    alpha_divergence::AlphaDivergence,
    kde_log_prob::KdeLogProb,
    made_masks::MadeMasks,
    pixelcnn_receptive_field::PixelcnnReceptiveField,
    mu_law_companding::MuLawCompanding,
    wavenet_receptive_field::WavenetReceptiveField,
    autoregressive_nll::AutoregressiveNll,
    ppca_posterior::PpcaPosterior,
    conjugate_normal_posterior::ConjugateNormalPosterior,
    active_units::ActiveUnits,
}
