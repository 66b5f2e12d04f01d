//! The items of the demo course that a person grades. They are bonus, so that every homework keeps its 13 points.

use super::answer_kind::AnswerKind;
use super::model::{Criterion, Manual};
use judge::points::Points;
use l10n::Localized;

fn words(en: &str, ru: &str) -> Localized {
    Localized {
        en: en.to_owned(),
        ru: ru.to_owned(),
    }
}

fn criterion(name: &str, half_points: i64, en: &str, ru: &str) -> Criterion {
    Criterion {
        name: name.to_owned(),
        text: words(en, ru),
        points: Points::from_thousandths(500 * half_points),
    }
}

fn item(name: &str, title: Localized, statement: Localized, rubric: Vec<Criterion>) -> Manual {
    Manual {
        name: name.to_owned(),
        title,
        statement,
        points: rubric.iter().map(|c| c.points).sum(),
        bonus: true,
        accept: AnswerKind::USUAL.to_vec(),
        rubric,
    }
}

/// The items of one homework.
pub(super) fn of(homework: &str) -> Vec<Manual> {
    match homework {
        "elbo" => vec![item(
            "elbo_gap",
            words(
                "The gap of the ELBO",
                "Зазор между ELBO и логарифмом правдоподобия",
            ),
            words(
                "Prove that $\\log p(x) - \\mathcal L(q) = KL(q(z)\\,\\|\\,p(z\\mid x))$ for every density $q$, and say when the bound is tight.",
                "Докажите, что $\\log p(x) - \\mathcal L(q) = KL(q(z)\\,\\|\\,p(z\\mid x))$ для любой плотности $q$, и скажите, когда оценка точна.",
            ),
            vec![
                criterion(
                    "identity",
                    2,
                    "The identity is derived, and every step is an equality",
                    "Тождество выведено, каждый шаг — равенство",
                ),
                criterion(
                    "tight",
                    1,
                    "The bound is tight exactly where $q(z) = p(z\\mid x)$",
                    "Оценка точна тогда и только тогда, когда $q(z) = p(z\\mid x)$",
                ),
                criterion(
                    "clarity",
                    1,
                    "It says over what each expectation is taken",
                    "Указано, по чему берётся каждое математическое ожидание",
                ),
            ],
        )],
        "reparameterization" => vec![item(
            "score_variance",
            words(
                "Why the score estimator is noisy",
                "Почему у оценки через score-функцию большая дисперсия",
            ),
            words(
                "Let $z\\sim\\mathcal N(\\mu,1)$ and $f(z)=z^2$. Compute the variance of both estimators of $\\partial_\\mu\\mathbb E f(z)$ at $\\mu=0$: the score-function one and the reparameterized one.",
                "Пусть $z\\sim\\mathcal N(\\mu,1)$ и $f(z)=z^2$. Вычислите при $\\mu=0$ дисперсию двух оценок производной $\\partial_\\mu\\mathbb E f(z)$: через score-функцию и через репараметризацию.",
            ),
            vec![
                criterion(
                    "score",
                    2,
                    "The score-function estimator: variance 15",
                    "Оценка через score-функцию: дисперсия 15",
                ),
                criterion(
                    "reparameterized",
                    2,
                    "The reparameterized one: variance 4",
                    "Репараметризованная оценка: дисперсия 4",
                ),
            ],
        )],
        "flows" => vec![item(
            "triangular_jacobian",
            words(
                "The Jacobian of an autoregressive flow",
                "Якобиан авторегрессионного потока",
            ),
            words(
                "Let $x_i = \\mu_i(x_{<i}) + \\sigma_i(x_{<i})\\,z_i$. Show that $\\log|\\det\\partial x/\\partial z| = \\sum_i\\log|\\sigma_i(x_{<i})|$, and say why sampling is slower than evaluating the density.",
                "Пусть $x_i = \\mu_i(x_{<i}) + \\sigma_i(x_{<i})\\,z_i$. Покажите, что $\\log|\\det\\partial x/\\partial z| = \\sum_i\\log|\\sigma_i(x_{<i})|$, и объясните, почему получить выборку дольше, чем вычислить плотность.",
            ),
            vec![
                criterion(
                    "triangular",
                    2,
                    "The Jacobian is shown to be triangular",
                    "Показано, что якобиан треугольный",
                ),
                criterion(
                    "sampling",
                    2,
                    "Sampling is sequential, density parallel",
                    "Выборка последовательна, плотность вычисляется параллельно",
                ),
            ],
        )],
        _ => Vec::new(),
    }
}
