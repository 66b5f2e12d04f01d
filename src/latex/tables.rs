//! Which commands stand for which.

/// Commands and what the renderer knows them as.
const ALIASES: &[(&str, &str)] = &[
    ("bm", "\\boldsymbol "),
    ("pmb", "\\boldsymbol "),
    ("mathbold", "\\boldsymbol "),
    ("mathscr", "\\mathcal "),
    ("mathds", "\\mathbb "),
    ("mathbbm", "\\mathbb "),
    ("Bbb", "\\mathbb "),
    ("llbracket", "\\lBrack "),
    ("rrbracket", "\\rBrack "),
    ("hdots", "\\ldots "),
    ("enskip", "\\enspace "),
    ("bcancel", "\\cancel "),
    ("xcancel", "\\cancel "),
    ("surd", "√"),
    // The renderer ends a `\left` at whatever begins with `\right`.
    ("leftmoon", "☾"),
    ("rightmoon", "☽"),
    ("leftouterjoin", "⟕"),
    ("rightouterjoin", "⟖"),
    ("leftthreetimes", "⋋"),
    ("rightthreetimes", "⋌"),
    ("leftmodels", "⊨"),
    ("leftrightarrows", "⇆"),
    ("leftarrow", "←"),
    ("rightarrow", "→"),
    ("leftrightarrow", "↔"),
    ("leftrightharpoons", "⇋"),
    ("leftrightsquigarrow", "↭"),
    ("leftarrowtail", "↢"),
    ("rightarrowtail", "↣"),
    ("leftharpoondown", "↽"),
    ("leftharpoonup", "↼"),
    ("rightharpoondown", "⇁"),
    ("rightharpoonup", "⇀"),
    ("leftleftarrows", "⇇"),
    ("rightrightarrows", "⇉"),
    ("rightleftarrows", "⇄"),
    ("rightleftharpoons", "⇌"),
    ("rightsquigarrow", "⇝"),
];

/// Commands that a screen has no use for.
const NOTHING: &[&str] = &[
    "relax",
    "nonumber",
    "notag",
    "displaylimits",
    "allowbreak",
    "nobreak",
    "hfill",
    "hfil",
    "noindent",
    "centering",
    "-",
    "/",
];

/// Commands of which nothing is seen but their argument.
const THROUGH: &[&str] = &[
    "smash",
    "mathclap",
    "mathllap",
    "mathrlap",
    "clap",
    "llap",
    "rlap",
    "ensuremath",
];

/// Commands that vanish with their argument.
const VANISH: &[&str] = &["label", "vspace", "vphantom", "require"];

/// Commands of the renderer that define, take apart what follows or leave out what they do not know.
const REFUSED: &[&str] = &[
    "def",
    "gdef",
    "edef",
    "xdef",
    "let",
    "futurelet",
    "newcommand",
    "renewcommand",
    "providecommand",
    "char",
    "sideset",
    "buildrel",
    "genfrac",
    "Space",
    "begin",
    "end",
    "mathchoice",
    "over",
    "atop",
    "choose",
    "above",
];

/// Commands of text, and in which font the renderer sets it.
const TEXTS: &[(&str, &str)] = &[
    ("text", "text"),
    ("mbox", "text"),
    ("hbox", "text"),
    ("textnormal", "text"),
    ("textup", "text"),
    ("textmd", "text"),
    ("textrm", "textrm"),
    ("textsc", "textrm"),
    ("textbf", "textbf"),
    ("textit", "textit"),
    ("emph", "textit"),
    ("textsf", "textsf"),
    ("texttt", "texttt"),
];

/// Operators that people take for known.
const OPERATORS: &[(&str, &str)] = &[("argmin", "arg min"), ("argmax", "arg max")];

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is the renderer's, and stays.
    Known,
    /// It is this to the renderer.
    Alias(&'static str),
    /// Nothing is seen of it.
    Nothing,
    /// Nothing is seen of it and its argument.
    Vanish,
    /// Nothing is seen but its argument.
    Through,
    /// Its argument is text of this font.
    Text(&'static str),
    /// It is an operator of this name, with limits.
    Operator(&'static str),
    /// Its arguments are put in braces, this many.
    Braced(usize),
    /// A delimiter of this size follows.
    Delimiter,
    /// It is not taken.
    Refused,
}

/// What `command` does, where it needs no code of its own.
pub fn kind(command: &str) -> Kind {
    let of = |table: &[(&str, &'static str)]| {
        let row = table.iter().find(|(name, _)| *name == command);
        row.map(|(_, means)| *means)
    };
    if let Some(alias) = of(ALIASES) {
        return Kind::Alias(alias);
    }
    if let Some(font) = of(TEXTS) {
        return Kind::Text(font);
    }
    if let Some(name) = of(OPERATORS) {
        return Kind::Operator(name);
    }
    match command {
        _ if NOTHING.contains(&command) => Kind::Nothing,
        _ if VANISH.contains(&command) => Kind::Vanish,
        _ if THROUGH.contains(&command) => Kind::Through,
        _ if REFUSED.contains(&command) => Kind::Refused,
        "frac" | "tfrac" | "dfrac" | "binom" | "dbinom" | "tbinom" | "overset" | "underset"
        | "stackrel" => Kind::Braced(2),
        "pmod" | "substack" => Kind::Braced(1),
        "left" | "right" | "middle" => Kind::Delimiter,
        _ if command
            .trim_end_matches(['l', 'r', 'm'])
            .eq_ignore_ascii_case("big") =>
        {
            Kind::Delimiter
        }
        _ if command
            .trim_end_matches(['l', 'r', 'm'])
            .eq_ignore_ascii_case("bigg") =>
        {
            Kind::Delimiter
        }
        _ => Kind::Known,
    }
}
