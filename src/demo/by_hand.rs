//! Answers of the demo's students to the items that a person grades, some of them graded, and a regrade request.

use super::students::STUDENTS;
use crate::course::AnswerKind;
use crate::course::{Course, Homework, Manual};
use crate::grading::by_hand::parts;
use crate::store::{NewAnswer, NewGrade, NewUser, Role, Sent, Store, User};
use jiff::{SignedDuration, Timestamp};
use judge::points::Points;
use sha2::{Digest as _, Sha256};

/// What students wrote, by item: a whole answer, one with a gap, and a poor one.
const TEXTS: [(&str, [&str; 3]); 3] = [
    (
        "elbo_gap",
        [
            "По определению $\\mathcal L(q) = \\mathbb E_{q(z)}\\log\\frac{p(x,z)}{q(z)}$. Так как $p(x,z) = p(z\\mid x)\\,p(x)$,\n\n$$\\mathcal L(q) = \\mathbb E_{q(z)}\\log p(x) + \\mathbb E_{q(z)}\\log\\frac{p(z\\mid x)}{q(z)} = \\log p(x) - KL(q(z)\\,\\|\\,p(z\\mid x)).$$\n\nДивергенция неотрицательна и равна нулю только при $q(z) = p(z\\mid x)$ почти всюду: тогда оценка точна.",
            "$\\log p(x) = \\mathbb E\\log p(x) = \\mathbb E\\log\\frac{p(x,z)}{q(z)} + \\mathbb E\\log\\frac{q(z)}{p(z\\mid x)}$, второе слагаемое — это KL. Значит, ELBO меньше.",
            "По неравенству Йенсена $\\log\\mathbb E \\ge \\mathbb E\\log$, поэтому ELBO — нижняя оценка.",
        ],
    ),
    (
        "score_variance",
        [
            "Score-оценка: $z^2\\cdot z = z^3$, её дисперсия $\\mathbb E z^6 = 15$. Репараметризация $z=\\mu+\\varepsilon$: $2z$, дисперсия $4$.",
            "Score-оценка $z^3$, $\\mathbb E z^6 = 15$. Репараметризация даёт дисперсию 2.",
            "У score-оценки дисперсия больше, потому что она не использует градиент $f$.",
        ],
    ),
    (
        "triangular_jacobian",
        [
            "$\\partial x_i/\\partial z_j = 0$ при $j > i$, на диагонали $\\sigma_i$: якобиан нижнетреугольный, логарифм определителя — сумма $\\log|\\sigma_i|$. Для выборки нужно знать $x_{<i}$, поэтому она последовательна; плотность считается за один проход.",
            "Якобиан треугольный, определитель — произведение $\\sigma_i$.",
            "Определитель равен произведению, потому что поток поэлементный.",
        ],
    ),
];

/// Fills in answers and grades, and one open request.
pub(super) async fn fill(store: &Store, course: &Course, now: Timestamp) -> anyhow::Result<()> {
    let new = NewUser {
        login: "grader",
        name: "Пётр Проверяющий",
        role: Role::Grader,
    };
    let (grader, _) = store.put_user(new, "demo", now).await?;
    for homework in &course.homeworks {
        for item in &homework.manual {
            let texts = TEXTS.iter().find(|(name, _)| *name == item.name);
            if let Some((_, texts)) = texts {
                answers(store, homework, item, texts, &grader, now).await?;
            }
        }
        // One comment to begin with: a grader sees what ready comments are for.
        for item in &homework.manual {
            store
                .keep_comment(
                    homework.name(),
                    &item.name,
                    "Укажите, по какому распределению берётся математическое ожидание.",
                )
                .await?;
        }
    }
    let asks = match STUDENTS.get(1) {
        Some((login, _)) => store.user(login).await?,
        None => None,
    };
    if let (Some(student), Some(homework)) = (asks, course.homeworks.first())
        && let Some(item) = homework.manual.first()
    {
        let text = "Ожидание берётся по $q(z)$: это сказано в первой строке. Посмотрите, пожалуйста, ещё раз критерий о ясности.";
        store
            .ask(student.id, homework.name(), &item.name, text, now)
            .await?;
    }
    Ok(())
}

/// The answers to one item: of a closed or late homework most are graded, of an open one none.
async fn answers(
    store: &Store,
    homework: &Homework,
    item: &Manual,
    texts: &[&str; 3],
    grader: &User,
    now: Timestamp,
) -> anyhow::Result<()> {
    let schedule = homework.schedule(None);
    let over = schedule.deadline.is_some_and(|d| d < now);
    for (index, (login, _)) in STUDENTS.iter().enumerate() {
        // The student with the link has the open item left to do; the last ones sent nothing.
        let left_to_do = index == 0 && schedule.accepts(now);
        let (Some(user), Some(text)) = (store.user(login).await?, texts.get(index * 3 / 12)) else {
            continue;
        };
        if left_to_do || index >= 10 {
            continue;
        }
        let end = schedule.deadline.filter(|d| *d < now).unwrap_or(now);
        let hours = SignedDuration::from_hours(30 - i64::try_from(index)?);
        let Ok(sent_at) = end.checked_sub(hours) else {
            continue;
        };
        let new = NewAnswer {
            user: user.id,
            homework: homework.name(),
            item: &item.name,
            sent_at,
            kind: AnswerKind::Text,
            body: text.as_bytes(),
            sha256: &hex::encode(Sha256::digest(text)),
        };
        let Sent::Stored(id) = store.send_answer(new, u64::MAX).await? else {
            continue;
        };
        let wait = !over || index % 3 == 2;
        if let (false, Some(answer)) = (wait, store.manual_answer(id).await?) {
            let mut given = parts(item);
            // A whole answer earns all but the last criterion of some, a poor one a half of the first.
            let quality = index * 3 / 12;
            let last = given.len().saturating_sub(1);
            for (at, part) in given.iter_mut().enumerate() {
                part.points = match (quality, at) {
                    (0, at) if at == last && index == 1 => Points::ZERO,
                    (0, _) | (1, 0) => part.max_points,
                    (1, _) => Points::ZERO,
                    (_, 0) => part.max_points.share(1, 2),
                    _ => Points::ZERO,
                };
            }
            let comment = match quality {
                0 if index == 1 => "Всё верно, но не сказано, по чему берётся ожидание.",
                0 => "Отлично.",
                1 => "Начало верное; вторая половина вопроса осталась без ответа.",
                _ => "Нужен вывод, а не только утверждение.",
            };
            let grade = NewGrade {
                answer: &answer,
                homework,
                login,
                parts: &given,
                comment,
                seen: None,
            };
            store.grade_answer(grade, grader, now).await?;
        }
    }
    Ok(())
}
