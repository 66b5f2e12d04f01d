//! Every topic of the lectures has a task.

use assignments::catalogue::{task, tasks};

/// A lecture, a topic of it, and the tasks that ask about it.
const TOPICS: &[(u8, &str, &[&str])] = &[
    (
        2,
        "autoregressive models",
        &["elbo/autoregressive_nll", "elbo/made_masks"],
    ),
    (
        2,
        "WaveNet",
        &["elbo/wavenet_receptive_field", "elbo/mu_law_companding"],
    ),
    (
        2,
        "PixelCNN",
        &["elbo/pixelcnn_receptive_field", "elbo/autoregressive_nll"],
    ),
    (2, "PixelCNN++", &["elbo/discretized_logistic_mixture"]),
    (3, "evidence lower bound", &["elbo/elbo"]),
    (3, "EM", &["elbo/gmm_e_step", "elbo/gmm_m_step"]),
    (
        3,
        "amortised inference and reparameterization",
        &[
            "reparameterization/gaussian_rsample",
            "reparameterization/pathwise_gradient",
            "reparameterization/elbo_pathwise_gradient",
            "reparameterization/score_function_gradient",
        ],
    ),
    (
        4,
        "VAE",
        &["elbo/elbo", "elbo/bernoulli_log_prob", "elbo/gaussian_kl"],
    ),
    (4, "posterior collapse", &["elbo/free_bits"]),
    (4, "IWAE", &["elbo/iwae_bound"]),
    (
        5,
        "linear flows (Glow)",
        &["flows/invertible_conv1x1", "flows/actnorm_init"],
    ),
    (5, "planar flow", &["flows/planar_flow"]),
    (5, "Sylvester flow", &["flows/sylvester_flow"]),
    (5, "forward and reverse KL", &["flows/forward_reverse_kl"]),
    (6, "MAF", &["flows/maf_forward", "flows/maf_sample"]),
    (6, "IAF", &["flows/iaf_sample"]),
    (
        6,
        "RealNVP",
        &[
            "flows/affine_coupling",
            "flows/affine_coupling_inverse",
            "flows/checkerboard_coupling",
        ],
    ),
    (
        7,
        "uniform dequantization",
        &["flows/uniform_dequantization"],
    ),
    (
        7,
        "variational dequantization",
        &["elbo/dequantization_bound", "flows/iw_dequantization_bound"],
    ),
    (7, "ELBO surgery", &["elbo/elbo_surgery"]),
    (
        7,
        "optimal prior",
        &["elbo/vampprior_log_prob", "elbo/elbo_surgery"],
    ),
    (7, "flows in the posterior", &["flows/flow_posterior_elbo"]),
    (8, "beta-VAE", &["elbo/free_bits"]),
    (8, "DIP-VAE", &["elbo/dip_vae_penalty"]),
    (
        8,
        "GAN",
        &[
            "gan/discriminator_loss",
            "gan/generator_loss",
            "gan/optimal_discriminator",
        ],
    ),
    (
        9,
        "KL against JS",
        &["gan/js_divergence", "gan/mode_covering_kl"],
    ),
    (9, "VAE with an implicit encoder", &["gan/density_ratio_kl"]),
    (
        9,
        "Wasserstein distance",
        &[
            "gan/wasserstein1_1d",
            "gan/wasserstein_discrete",
            "gan/sinkhorn",
        ],
    ),
    (
        10,
        "Kantorovich-Rubinstein duality",
        &["gan/kantorovich_dual_bound"],
    ),
    (
        10,
        "WGAN with weight clipping",
        &["gan/weight_clipping", "gan/wasserstein_critic_loss"],
    ),
    (10, "gradient penalty", &["gan/gradient_penalty"]),
    (10, "spectral normalisation", &["gan/spectral_norm"]),
    (
        10,
        "f-divergences",
        &["gan/f_divergences", "gan/f_gan_bound"],
    ),
    (11, "Inception score", &["fid/inception_score"]),
    (11, "FID", &["fid/fid", "fid/frechet_distance"]),
    (11, "precision and recall", &["fid/precision_recall"]),
    (
        11,
        "truncation trick",
        &["fid/truncation_trick", "fid/truncated_normal"],
    ),
    (11, "self-attention GAN", &["fid/self_attention"]),
    (11, "BigGAN", &["fid/truncated_normal", "fid/ema_weights"]),
    (
        11,
        "Progressive Growing GAN",
        &["fid/minibatch_stddev", "fid/equalized_lr"],
    ),
    (11, "StyleGAN", &["fid/adain", "fid/truncation_trick"]),
    (
        12,
        "VQ-VAE",
        &[
            "reparameterization/vq_quantize",
            "reparameterization/vq_vae_loss",
            "reparameterization/vq_ema_update",
        ],
    ),
    (
        12,
        "straight-through gradient",
        &[
            "reparameterization/straight_through_gumbel",
            "reparameterization/vq_vae_loss",
        ],
    ),
    (
        12,
        "Gumbel-softmax",
        &[
            "reparameterization/gumbel_softmax",
            "reparameterization/gumbel_max",
        ],
    ),
    (
        12,
        "neural ODE",
        &["flows/neural_ode_rk4", "flows/adjoint_gradient"],
    ),
    (13, "continuous flows", &["flows/cnf_log_prob"]),
    (13, "trace estimator", &["flows/hutchinson_trace"]),
    (
        13,
        "Fokker-Planck equation",
        &["ddpm/fokker_planck", "ddpm/ou_marginal"],
    ),
    (13, "Langevin dynamics", &["ddpm/langevin_step"]),
    (
        14,
        "score matching",
        &[
            "ddpm/denoising_score_matching",
            "ddpm/implicit_score_matching",
            "ddpm/sliced_score_matching",
        ],
    ),
    (
        14,
        "NCSN",
        &["ddpm/annealed_langevin", "ddpm/denoising_score_matching"],
    ),
    (
        14,
        "DDPM",
        &[
            "ddpm/q_sample",
            "ddpm/posterior",
            "ddpm/simple_loss",
            "ddpm/ddpm_step",
            "ddpm/vlb_terms",
        ],
    ),
];

#[test]
fn every_topic_of_the_lectures_has_a_task() {
    let mut faults = Vec::new();
    for (lecture, topic, ids) in TOPICS {
        let found: Vec<_> = ids.iter().filter_map(|id| task(id)).collect();
        if found.len() < ids.len() {
            let missing: Vec<_> = ids.iter().filter(|id| task(id).is_none()).collect();
            faults.push(format!("{topic}: no task {missing:?}"));
        }
        if !found.iter().any(|t| t.lectures().contains(lecture)) {
            faults.push(format!("{topic}: no task of lecture {lecture}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_lecture_has_a_task() {
    for lecture in 1..=14 {
        assert!(
            tasks().any(|t| t.lectures().contains(&lecture)),
            "lecture {lecture}"
        );
    }
}
