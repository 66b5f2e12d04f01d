//! Numbers that a person types into a form: with a decimal comma or point, and never guessed at.
//!
//! `1,234` is read as 1.234: the course's language writes a decimal comma. Digits in threes behind a decimal mark, as calculators
//! show them, are one number. Anything else of two kinds of separators, one kind twice or spaces between digits may be thousands
//! or may be a slip: it is refused with what was understood and how to write it.

mod error;

pub use error::FormError;

use super::explain::clip;
use crate::arrays::Array;

/// A number as typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// Without a decimal mark and an exponent.
    Whole(i64),
    /// Anything else, `nan` and `inf` among it.
    Real(f64),
}

impl Scalar {
    /// The number as float64.
    pub fn to_float(self) -> f64 {
        match self {
            Self::Whole(n) => n as f64,
            Self::Real(x) => x,
        }
    }

    /// The number as an array without axes.
    pub fn to_array(self) -> Array {
        match self {
            Self::Whole(n) => Array::int(ndarray::arr0(n).into_dyn()),
            Self::Real(x) => Array::float(ndarray::arr0(x).into_dyn()),
        }
    }
}

/// Longest text of one number: float64 needs 24 characters.
const LONGEST: usize = 64;

/// Reads one number.
///
/// # Errors
/// What was understood and how to write it.
pub fn parse_scalar(text: &str) -> Result<Scalar, FormError> {
    let trimmed = text.trim_matches(is_space);
    if trimmed.is_empty() {
        return Err(FormError::Empty);
    }
    let found = trimmed.chars().count();
    if found > LONGEST {
        return Err(FormError::TooLong {
            found,
            limit: LONGEST,
        });
    }
    let plain = in_ascii(trimmed);
    let (negative, unsigned) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start_matches(' ')),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let sign = if negative { "-" } else { "" };
    match unsigned {
        "nan" => return Ok(Scalar::Real(f64::NAN)),
        "inf" | "infinity" | "∞" => {
            return Ok(Scalar::Real(if negative {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            }));
        }
        _ => {}
    }
    let text = || clip(trimmed);
    let (mantissa, exponent) = unsigned
        .split_once('e')
        .or_else(|| times_ten(unsigned))
        .map_or((unsigned, None), |(m, e)| (m, Some(e)));
    if !mantissa.contains(|c: char| c.is_ascii_digit()) || !exponent.is_none_or(is_exponent) {
        return Err(FormError::NotANumber { text: text() });
    }
    if let Some(value) = fraction(&plain) {
        return Err(FormError::Fraction {
            text: text(),
            value,
        });
    }
    let exponent = exponent.map_or_else(String::new, |e| format!("e{e}"));
    match separators(mantissa).ok_or_else(|| FormError::NotANumber { text: text() })? {
        Separators::None if exponent.is_empty() => {
            let written = format!("{sign}{mantissa}");
            written
                .parse()
                .map(Scalar::Whole)
                .or_else(|_| real(&written, text))
        }
        Separators::None => real(&format!("{sign}{mantissa}{exponent}"), text),
        Separators::Decimal(plain) => real(&format!("{sign}{plain}{exponent}"), text),
        Separators::List => Err(FormError::CommaList { text: text() }),
        // No thousands begin with a zero.
        Separators::Grouped(understood) if is_padded(&understood) => {
            Err(FormError::NotANumber { text: text() })
        }
        Separators::Grouped(understood) => Err(FormError::Ambiguous {
            text: text(),
            understood: format!("{sign}{understood}{exponent}"),
        }),
    }
}

/// The text with plain dashes, spaces, small letters and powers: `10⁻³` becomes `10^-3`.
fn in_ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_raised = false;
    for c in text.chars() {
        let raised = superscript(c);
        if raised.is_some() && !is_raised {
            plain.push('^');
        }
        is_raised = raised.is_some();
        plain.push(raised.unwrap_or(match c {
            '−' | '–' | '—' | '‒' | '﹣' | '－' => '-',
            // On a Russian keyboard the exponent is a letter that looks the same.
            'е' | 'Е' => 'e',
            c if is_space(c) => ' ',
            c => c.to_ascii_lowercase(),
        }));
    }
    plain
}

/// How the digits of a number are divided.
enum Separators {
    None,
    /// One comma or point, and perhaps spaces between digits in threes; the number with a point and without spaces.
    Decimal(String),
    /// A comma and a space after it.
    List,
    /// More than that; the number without its thousands separators.
    Grouped(String),
}

/// `None` where something other than digits and separators stands among them.
fn separators(mantissa: &str) -> Option<Separators> {
    if !mantissa
        .chars()
        .all(|c| c.is_ascii_digit() || is_separator(c))
    {
        return None;
    }
    if mantissa.contains(", ") {
        return Some(Separators::List);
    }
    // Separators side by side divide nothing.
    if mantissa
        .as_bytes()
        .windows(2)
        .any(|pair| pair.iter().all(|b| !b.is_ascii_digit()))
    {
        return None;
    }
    let mantissa = without_full_stop(mantissa);
    let found: Vec<char> = mantissa.chars().filter(|c| is_separator(*c)).collect();
    if found.is_empty() {
        return Some(Separators::None);
    }
    // The last mark is the decimal one, unless it stands there twice.
    let last = found.iter().copied().rfind(|c| is_mark(*c));
    let decimal = last.filter(|last| found.iter().filter(|c| *c == last).count() == 1);
    let digits = |part: &str| part.replace(is_separator, "");
    let Some((whole, fraction)) = decimal.and_then(|mark| mantissa.split_once(mark)) else {
        return Some(Separators::Grouped(digits(mantissa)));
    };
    let plain = format!("{}.{}", digits(whole), digits(fraction));
    Some(if found.len() == 1 || is_in_threes(whole, fraction) {
        Separators::Decimal(plain)
    } else {
        Separators::Grouped(plain)
    })
}

/// The number without the mark that ends the sentence which it was copied from: one of a kind that stands in it already.
fn without_full_stop(mantissa: &str) -> &str {
    let of = |mark: char| {
        mantissa
            .strip_suffix(mark)
            .filter(|rest| rest.contains(mark))
    };
    of('.').or_else(|| of(',')).unwrap_or(mantissa)
}

/// Whether spaces divide the digits behind a decimal mark into threes, and those before it as well if they are divided.
fn is_in_threes(whole: &str, fraction: &str) -> bool {
    let whole: Vec<&str> = whole.split(' ').collect();
    let fraction: Vec<&str> = fraction.split(' ').collect();
    let are_digits = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    let (Some((_, before)), Some((last, full))) = (whole.split_first(), fraction.split_last())
    else {
        return false;
    };
    whole.iter().chain(&fraction).all(are_digits)
        && !full.is_empty()
        && before.iter().chain(full).all(|part| part.len() == 3)
        && (1..=3).contains(&last.len())
}

/// Whether a zero stands before other digits of the whole part.
fn is_padded(number: &str) -> bool {
    let second = number
        .strip_prefix('0')
        .and_then(|rest| rest.chars().next());
    second.is_some_and(|c| c.is_ascii_digit())
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',')
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | ' ' | '\'' | '_')
}

/// White space, and the invisible characters that come along when text is copied from a page.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_exponent(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The value of `1/3` in plain digits.
fn fraction(text: &str) -> Option<String> {
    let number = |part: &str| match parse_scalar(part).ok()?.to_float() {
        number if number.is_finite() => Some(number),
        _ => None,
    };
    let (above, below) = text.split_once('/')?;
    // One bar: two of them may be read in two ways.
    let is_one = !below.contains('/');
    let value = is_one.then(|| Some(number(above)? / number(below)?))??;
    value.is_finite().then(|| value.to_string())
}

/// `1,5·10^-3`: the number before and the exponent; `10^-3` has a one before.
fn times_ten(text: &str) -> Option<(&str, &str)> {
    if let Some(exponent) = ten_to(text) {
        return Some(("1", exponent));
    }
    let (mantissa, power) = text.split_once(['·', '×', '*', '⋅', '∙', 'x', 'х'])?;
    let exponent = ten_to(power.trim_start_matches(' '))?;
    Some((mantissa.trim_end_matches(' '), exponent))
}

/// The exponent of a power of ten.
fn ten_to(text: &str) -> Option<&str> {
    let power = text.strip_prefix("10")?;
    let exponent = power
        .strip_prefix('^')
        .or_else(|| power.strip_prefix("**"))?;
    Some(exponent.trim_matches(['(', ')', '{', '}', ' ']))
}

/// The plain character of a raised one: `10⁻³`.
fn superscript(c: char) -> Option<char> {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
    const PLAIN: &[char] = &['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-', '+'];
    let at = RAISED.chars().position(|raised| raised == c)?;
    PLAIN.get(at).copied()
}

/// A number in plain digits, as long as float64 holds it.
fn real(plain: &str, text: impl Fn() -> String) -> Result<Scalar, FormError> {
    match plain.parse::<f64>() {
        Ok(x) if x.is_finite() => Ok(Scalar::Real(x)),
        Ok(_) => Err(FormError::OutOfRange { text: text() }),
        Err(_) => Err(FormError::NotANumber { text: text() }),
    }
}

#[cfg(test)]
mod tests;
