use super::*;

fn rendered(tex: &str) -> String {
    formula(tex, Mode::Inline, &mut Macros::of(tex.len()))
}

#[test]
fn formulas_become_mathml_and_html_stays_text() {
    let html = to_html(
        "Let $KL(p\\,\\|\\,q)$ <script>alert(1)</script> [x](javascript:alert(1)) ![y](https://evil/x.png)",
    );
    assert!(html.contains("<math"), "{html}");
    assert!(
        !html.contains("<script") && !html.contains("javascript:") && !html.contains("<img"),
        "{html}"
    );
}

#[test]
fn a_formula_brings_no_tags_and_ends() {
    let html = to_html("$x</annotation></semantics></math><img src=y>$ $$\\text{<b>}$$");
    assert!(!html.contains("<img") && !html.contains("<b>"), "{html}");
    for endless in [
        "\\def\\a{\\a\\a}\\a".to_owned(),
        "\\newcommand{\\a}{\\a\\a}\\a".to_owned(),
        "{".repeat(9_000),
        "\\frac{".repeat(5_000),
        "\\hat".repeat(2_000),
        "\\relax".repeat(3_000),
        "x".repeat(20_000),
    ] {
        let html = rendered(&endless);
        assert!(html.starts_with("<code>") || html.is_empty(), "{html}");
    }
}

#[test]
fn texts_without_measure_end() {
    for (text, shown) in [
        (">".repeat(50_000), "<pre><code>&gt;"),
        ("+ ".repeat(20_000), "<pre><code>+ "),
        ("*a **b ".repeat(5_000), "*a **b"),
        ("> - ".repeat(5_000), "<pre><code>&gt; - "),
        ("$x$ ".repeat(10_000), "<code>x</code>"),
        ("[![i](x)](y)".repeat(2_000), "<a href="),
        ("|".repeat(20_000), "|"),
    ] {
        let html = to_html(&text);
        let start: String = html.chars().take(200).collect();
        assert!(html.contains(shown), "{start}");
    }
}

#[test]
fn a_few_letters_do_not_become_a_page_without_end() {
    // A formula of two letters that stands for a thousand, a thousand times.
    let formula = format!(
        "$\\def\\c{{{}}}$\n\n{}",
        "x".repeat(1_000),
        "$\\c$ ".repeat(1_000)
    );
    let html = to_html(&formula);
    let (shown, left) = (
        html.matches("<math").count(),
        html.matches("<code>\\c</code>"),
    );
    assert!((10..100).contains(&shown), "{shown}");
    assert_eq!(shown + left.count(), 1_000);
    // Rows of one cell, filled up to the width of the head.
    let (head, line) = ("|a".repeat(300), "|-".repeat(300));
    let table = format!("{head}\n{line}\n{}", "|1\n".repeat(300));
    let html = to_html(&table);
    assert!(html.len() < 100_000, "{} bytes", html.len());
    assert!(to_html("|a|b|\n|-|-|\n|1|").contains("<td></td>"));
}

#[test]
fn every_formula_of_every_statement_is_readable() {
    let mut broken = Vec::new();
    let mut note = |place: String, markdown: &str| {
        let html = to_html(markdown);
        let shown = html.split("<code>").skip(1);
        for code in shown.filter_map(|piece| piece.split("</code>").next()) {
            if code.contains('\\') {
                broken.push(format!("{place}: {code}"));
            }
        }
        if html.contains('$') {
            broken.push(format!("{place}: a dollar is left"));
        }
    };
    for homework in assignments::catalogue::HOMEWORKS {
        for lang in l10n::Lang::ALL {
            let statement = homework.statement(lang);
            let parts = statement.sections.iter().map(|s| s.body);
            for part in parts.chain([statement.introduction]) {
                note(format!("{} {}", homework.name, lang.code()), part);
            }
            for task in homework.tasks {
                for mistake in task.mistakes() {
                    note(
                        format!("{} {}", task.id(), mistake.id),
                        mistake.hint.get(lang),
                    );
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_formula_says_nothing_that_holds_anyway() {
    let html = line(r"$\mathcal{N}(x_{i}, y_{ij}) = \frac{1}{2}$");
    assert!(!html.contains("symmetric"), "{html}");
    assert!(html.contains("<mo stretchy=\"false\">(</mo>"), "{html}");
    assert!(!html.contains("<mrow><mi>i</mi></mrow>"), "{html}");
    // Two letters are a row.
    assert!(html.contains("<mrow><mi>i</mi><mi>j</mi></mrow>"), "{html}");
    for (formula, lean) in [
        ("<mrow><mi>x</mi></mrow>", "<mi>x</mi>"),
        (
            "<mrow><mn>1</mn></mrow><mrow><mrow><mi>x</mi></mrow></mrow>",
            "<mn>1</mn><mrow><mi>x</mi></mrow>",
        ),
        ("<mrow><mi>x", "<mrow><mi>x"),
        ("<mrow><mi>x</mi>", "<mrow><mi>x</mi>"),
        ("<mrow></mrow><mrow>", "<mrow></mrow><mrow>"),
        ("<mrow><mi></mi></mrow>", "<mi></mi>"),
        ("<mrow><mo>+</mo></mrow>", "<mrow><mo>+</mo></mrow>"),
        (
            "<mrow><msub><mi>a</mi></msub></mrow>",
            "<mrow><msub><mi>a</mi></msub></mrow>",
        ),
    ] {
        assert_eq!(super::lean(formula), lean);
    }
}
