//! The tasks of homework `flows`.

pub mod actnorm_init;
pub mod adjoint_gradient;
pub mod affine_coupling;
pub mod affine_coupling_inverse;
pub mod checkerboard_coupling;
pub mod cnf_log_prob;
pub mod conditional_flow_matching_loss;
pub mod flow_log_prob;
pub mod flow_posterior_elbo;
pub mod forward_reverse_kl;
pub mod hutchinson_trace;
pub mod iaf_sample;
pub mod invertible_conv1x1;
pub mod iw_dequantization_bound;
pub mod logit_transform;
pub mod maf_forward;
pub mod maf_sample;
pub mod minibatch_ot_coupling;
pub mod neural_ode_rk4;
pub mod planar_flow;
pub mod rectified_flow_sample;
pub mod squeeze;
pub mod sylvester_flow;
pub mod uniform_dequantization;

crate::tasks! { "flows":
    affine_coupling::AffineCoupling,
    affine_coupling_inverse::AffineCouplingInverse,
    checkerboard_coupling::CheckerboardCoupling,
    actnorm_init::ActnormInit,
    invertible_conv1x1::InvertibleConv1x1,
    planar_flow::PlanarFlow,
    sylvester_flow::SylvesterFlow,
    maf_forward::MafForward,
    maf_sample::MafSample,
    iaf_sample::IafSample,
    uniform_dequantization::UniformDequantization,
    iw_dequantization_bound::IwDequantizationBound,
    logit_transform::LogitTransform,
    squeeze::Squeeze,
    flow_log_prob::FlowLogProb,
    forward_reverse_kl::ForwardReverseKl,
    flow_posterior_elbo::FlowPosteriorElbo,
    neural_ode_rk4::NeuralOdeRk4,
    adjoint_gradient::AdjointGradient,
    hutchinson_trace::HutchinsonTrace,
    cnf_log_prob::CnfLogProb,
    conditional_flow_matching_loss::ConditionalFlowMatchingLoss,
    minibatch_ot_coupling::MinibatchOtCoupling,
    rectified_flow_sample::RectifiedFlowSample,
}
