use super::*;

/// What is seen of a formula: the text of its elements, with what matters of their structure.
fn seen(tex: &str) -> Option<String> {
    seen_with(tex, &mut Macros::of(tex.len()))
}

fn seen_with(tex: &str, macros: &mut Macros) -> Option<String> {
    let mathml = render(tex, Mode::Display, macros).ok()?;
    let inner = mathml.split("<annotation").next()?;
    let mut out = String::new();
    for piece in inner.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.split(' ').next().unwrap_or_default();
        match name {
            "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover" | "mfrac" | "msqrt"
            | "mroot" => {
                out.push_str(&name[1..]);
                out.push('(');
            }
            "/msub" | "/msup" | "/msubsup" | "/munder" | "/mover" | "/munderover" | "/mfrac"
            | "/msqrt" | "/mroot" => {
                out.push(')');
            }
            "mtr" => out.push('['),
            "/mtr" => out.push(']'),
            "mtd" => out.push(';'),
            _ => {}
        }
        out.push_str(&text.replace('\u{2061}', ""));
    }
    Some(out)
}

#[test]
fn what_notebooks_write_is_seen_as_there() {
    for (tex, wanted) in [
        // Operators.
        (r"\operatorname{KL}(q\|p)", "KL(q∥p)"),
        (r"\operatorname*{argmax}_x", "under(argmaxx)"),
        (r"\operatorname*{arg\,min}_x", "under(arg minx)"),
        (r"\operatorname{D_{KL}}", "sub(DKL)"),
        (r"\mathop{\mathbb{E}}_{x}", "under(𝔼x)"),
        (r"\mathop{\rm KL}", "KL"),
        (r"\sum\limits_{i=1}^n a", "underover(∑i=1n)a"),
        (r"\argmin_x", "under(arg minx)"),
        // Delimiters.
        (r"\frac{df}{dx}\Big{|}_{x=a}", "frac(dfdx)sub(|x=a)"),
        (r"\big{[} u \big{]}", "[u]"),
        (r"\left. x \right|_0", "sub(x|0)"),
        (r"\left<x\right>", "⟨x⟩"),
        (r"\left( a \rightarrow b \leftarrow c \right)", "(a→b←c)"),
        (r"\left\{ x \middle| y \right\}", "{x|y}"),
        // Rows.
        (r"u = 1 \\ v = 2", "[;u=1][;v=2]"),
        (r"u &= 1 \\ v &= 2 \\", "[;u;=1][;v;=2]"),
        (
            r"\begin{align*} u &= v \\[2pt] v &= w \\ \end{align*}",
            "[;u;=v][;v;=w]",
        ),
        (
            r"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}",
            "[;a;=b][;c;=d]",
        ),
        (r"\begin{equation} a \label{x} \end{equation}", "a"),
        (r"\begin{aligned} a \\ [x] \end{aligned}", "[;a][;[x]]"),
        (r"a \\ [ -1.5 em ] b \\[2pt", "[;a][;b][;[2pt]"),
        (
            r"\begin{cases} 1, & \text{if } x \\ 0 & \text{иначе} \end{cases}",
            "{[;1,;if&nbsp;x][;0;иначе]",
        ),
        (r"\begin{array}[t]{l | c} 1 & 2 \end{array}", "[;1;2]"),
        (r"\sum_{\substack{i \\ j}}", "under(∑[;i][;j])"),
        (r"{n \choose k} {a \over b}", "(frac(nk))frac(ab)"),
        // Text.
        (r"\text{if $x > 0$ and 50\%}", "if&nbsp;x>0&nbsp;and 50%"),
        (r"\text{a_b <i>}", "a_b &lt;i&gt;"),
        (r"x_\text{max}", "sub(xmax)"),
        (r"a \tag{1}", "a(1)"),
        (r"a~b", "ab"),
        // Fonts, arguments without braces, scripts and primes.
        (r"\bm{x}\boldsymbol{x}", "𝒙𝒙"),
        (r"\mathds{1}\mathscr{L}", "𝟙ℒ"),
        (r"\frac12 + \frac D2", "frac(12)+frac(D2)"),
        (r"\sqrt[n+1]{x}", "root(xn+1)"),
        (r"x'_i + f''(y)", "subsup(xi′)+f′′(y)"),
        (r"x_1 ^2", "subsup(x12)"),
        (r"x ^\top", "sup(x⊤)"),
        (r"0{,}5 + (0, 1)", "0,5+(0,1)"),
        // What only TeX has a use for.
        (r"a \nonumber \relax \displaylimits % a note", "a"),
        (r"\vphantom{x} \smash{y} \mathstrut \surd", "y√"),
    ] {
        assert_eq!(seen(tex).as_deref(), Some(wanted), "{tex}");
    }
}

#[test]
fn what_a_text_defines_it_may_use() {
    let mut macros = Macros::of(100);
    let definitions = r"\newcommand{\E}[1]{\mathbb{E}_{#1}} \DeclareMathOperator*{\amax}{arg\,max}";
    assert_eq!(
        render(definitions, Mode::Inline, &mut macros),
        Ok(String::new())
    );
    assert_eq!(
        seen_with(r"\E{q} \amax_x", &mut macros).as_deref(),
        Some("sub(𝔼q)under(arg maxx)")
    );
    assert_eq!(seen(r"\E{q}"), None, "not in another text");
}

#[test]
fn what_cannot_be_is_refused() {
    for tex in [
        r"\unknown{x}",
        r"\sideset{_a}{}\sum",
        r"\char60",
        r"\begin{figure}x\end{figure}",
        r"\frac",
        r"{",
        r"}",
        r"a & b",
        r"\left( x",
        r"\begin{align*} x \end{align}",
        r"\text{\unknown}",
        r"\color{#aéaé} x",
        r"\color{nothing} x",
        r"\kern é",
        r"\hspace{99999999999999999999parsec}",
        r"x^2^3",
        r"\begin{alignat}{9999999999999999999999} x",
        r"\def\a{\a}\a",
        r"a \over b \over c",
        r"\",
        "$",
        "#",
    ] {
        assert_eq!(seen(tex), None, "{tex}");
    }
}

#[test]
fn colours_and_spaces_are_attributes_not_styles() {
    for (tex, wanted) in [
        (r"\color{red}{x} y", "mathcolor=\"#ff0000\""),
        (r"\color[rgb]{0,0.5,1} x", "mathcolor=\"#0080ff\""),
        (r"\color[HTML]{00ff80} x", "mathcolor=\"#00ff80\""),
        (r"\textcolor{blue}{x}", "mathcolor=\"#0000ff\""),
        (r"\colorbox{yellow}{a < b}", "mathbackground=\"#ffff00\""),
        (r"\fcolorbox{red}{white}{a}", "class=\"framed\""),
        (r"a \! b", "class=\"back\""),
        (r"a \hspace{9999cm} b", "width=\"20em\""),
    ] {
        let mathml = render(tex, Mode::Inline, &mut Macros::of(tex.len())).expect(tex);
        assert!(mathml.contains(wanted), "{tex}: {mathml}");
        assert!(!mathml.contains(" style="), "{tex}: {mathml}");
    }
    let words = r#"\text{ style="color: rgb(1 2 3)"}"#;
    assert!(
        render(words, Mode::Inline, &mut Macros::of(words.len()))
            .expect(words)
            .contains(r#"style="color: rgb(1 2 3)""#)
    );
}
