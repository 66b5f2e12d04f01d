//! The tasks of homework `fid`.

pub mod adain;
pub mod cmmd;
pub mod density_coverage;
pub mod ema_weights;
pub mod equalized_lr;
pub mod feature_statistics;
pub mod fid;
pub mod frechet_distance;
pub mod inception_score;
pub mod kid;
pub mod matrix_sqrt;
pub mod minibatch_stddev;
pub mod mmd_rbf;
pub mod precision_recall;
pub mod self_attention;
pub mod slerp;
pub mod truncated_normal;
pub mod truncation_trick;

crate::tasks! { "fid":
    feature_statistics::FeatureStatistics,
    matrix_sqrt::MatrixSqrt,
    frechet_distance::FrechetDistance,
    fid::Fid,
    inception_score::InceptionScore,
    kid::Kid,
    mmd_rbf::MmdRbf,
    precision_recall::PrecisionRecall,
    density_coverage::DensityCoverage,
    truncation_trick::TruncationTrick,
    truncated_normal::TruncatedNormal,
    minibatch_stddev::MinibatchStddev,
    adain::Adain,
    self_attention::SelfAttention,
    equalized_lr::EqualizedLr,
    ema_weights::EmaWeights,
    slerp::Slerp,
    cmmd::Cmmd,
}
