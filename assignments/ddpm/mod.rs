//! The tasks of homework `ddpm`.

pub mod absorbing_diffusion_posterior;
pub mod annealed_langevin;
pub mod classifier_free_guidance;
pub mod classifier_guidance;
pub mod consistency_boundary;
pub mod cosine_schedule;
pub mod ddim_step;
pub mod ddpm_step;
pub mod denoising_score_matching;
pub mod discretized_gaussian_nll;
pub mod edm_preconditioning;
pub mod fokker_planck;
pub mod gmm_score;
pub mod implicit_score_matching;
pub mod langevin_step;
pub mod linear_schedule;
pub mod log_snr;
pub mod ou_marginal;
pub mod posterior;
pub mod predict_x0;
pub mod probability_flow_step;
pub mod q_sample;
pub mod reverse_sde_step;
pub mod score_from_eps;
pub mod simple_loss;
pub mod sliced_score_matching;
pub mod tweedie_denoiser;
pub mod v_prediction;
pub mod vlb_terms;
pub mod vp_sde_marginal;

crate::tasks! { "ddpm":
    linear_schedule::LinearSchedule,
    cosine_schedule::CosineSchedule,
    q_sample::QSample,
    posterior::Posterior,
    predict_x0::PredictX0,
    simple_loss::SimpleLoss,
    vlb_terms::VlbTerms,
    discretized_gaussian_nll::DiscretizedGaussianNll,
    ddpm_step::DdpmStep,
    ddim_step::DdimStep,
    score_from_eps::ScoreFromEps,
    v_prediction::VPrediction,
    log_snr::LogSnr,
    classifier_free_guidance::ClassifierFreeGuidance,
    denoising_score_matching::DenoisingScoreMatching,
    gmm_score::GmmScore,
    implicit_score_matching::ImplicitScoreMatching,
    sliced_score_matching::SlicedScoreMatching,
    langevin_step::LangevinStep,
    annealed_langevin::AnnealedLangevin,
    ou_marginal::OuMarginal,
    vp_sde_marginal::VpSdeMarginal,
    fokker_planck::FokkerPlanck,
    tweedie_denoiser::TweedieDenoiser,
    reverse_sde_step::ReverseSdeStep,
    probability_flow_step::ProbabilityFlowStep,
    classifier_guidance::ClassifierGuidance,
    edm_preconditioning::EdmPreconditioning,
    absorbing_diffusion_posterior::AbsorbingDiffusionPosterior,
    consistency_boundary::ConsistencyBoundary,
}
