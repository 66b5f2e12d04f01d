//! What a client prefers, as the weights of its headers say (RFC 9110, 12.4 and 12.5).

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use l10n::Lang;
use std::cmp::Reverse;

/// Of what can be sent, each with its media type and the usual one first, that which the `Accept` header weighs most: of equals what it names
/// more exactly, then earlier. The usual one where it names nothing of it.
pub fn media<T: Copy>(headers: &HeaderMap, offers: &[(&str, T)], usual: T) -> T {
    let entries = weighed(headers, &header::ACCEPT);
    let rank = |kind: &str| {
        let (family, _) = kind.split_once('/').unwrap_or((kind, ""));
        let exactness = |entry: &str| match entry.strip_suffix("/*") {
            Some("*") => Some(1),
            Some(wide) => (wide == family).then_some(2),
            None => (entry == kind).then_some(3),
        };
        let fitting = entries
            .iter()
            .enumerate()
            .filter_map(|(at, (entry, weight))| Some((exactness(entry)?, Reverse(at), *weight)));
        // What is named exactly says more of it than what covers it.
        let (exactness, at, weight) = fitting.max()?;
        (weight > 0).then_some((weight, exactness, at))
    };
    let ranked = offers
        .iter()
        .enumerate()
        .filter_map(|(order, (kind, offer))| Some((rank(kind)?, Reverse(order), *offer)));
    let best = ranked.max_by_key(|(rank, order, _)| (*rank, *order));
    best.map_or(usual, |(.., offer)| offer)
}

/// The language that the `Accept-Language` header weighs most of those that we have, of equals the earlier; the usual one where it names none.
pub fn language(headers: &HeaderMap) -> Lang {
    let entries = weighed(headers, &header::ACCEPT_LANGUAGE).into_iter();
    let known = entries.enumerate().filter_map(|(at, (entry, weight))| {
        let primary = entry.split('-').next()?;
        let lang = Lang::ALL.into_iter().find(|lang| lang.code() == primary)?;
        (weight > 0).then_some((weight, Reverse(at), lang))
    });
    let best = known.max_by_key(|(weight, at, _)| (*weight, *at));
    best.map_or_else(Lang::default, |(.., lang)| lang)
}

/// The request without the word that an answer as it is will not do: by that, what is done already would be answered as not acceptable. It is
/// answered as it is where nothing else can be done (RFC 9110, 12.5.3).
pub fn plain_will_do(mut request: Request) -> Request {
    let headers = request.headers_mut();
    // Nearly nobody weighs codings.
    let mut accepted = headers.get_all(header::ACCEPT_ENCODING).iter();
    if !accepted.any(|text| text.as_bytes().contains(&b';')) {
        return request;
    }
    let entries = weighed(headers, &header::ACCEPT_ENCODING);
    let is_refusal =
        |(name, weight): &&(String, u16)| *weight == 0 && matches!(&**name, "identity" | "*");
    if entries.iter().any(|entry| is_refusal(&entry)) {
        let kept = entries.iter().filter(|entry| !is_refusal(entry));
        let kept =
            kept.map(|(name, weight)| format!("{name};q={}.{:03}", weight / 1000, weight % 1000));
        let kept: Vec<String> = kept.collect();
        headers.remove(header::ACCEPT_ENCODING);
        if let Ok(kept) = HeaderValue::from_str(&kept.join(", ")) {
            headers.insert(header::ACCEPT_ENCODING, kept);
        }
    }
    request
}

/// The entries of a header in lower case, each with its weight in thousandths: 0 rules it out.
fn weighed(headers: &HeaderMap, name: &HeaderName) -> Vec<(String, u16)> {
    let texts = headers.get_all(name).iter();
    let entries = texts.filter_map(|text| text.to_str().ok());
    let entry = |entry: &str| {
        let mut parts = entry.split(';').map(str::trim);
        let named = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.trim().eq_ignore_ascii_case("q").then(|| value.trim())
        });
        (named, weight.map_or(1000, thousandths))
    };
    entries
        .flat_map(|text| text.split(',').map(entry))
        .collect()
}

/// A weight; one that cannot be read counts in full.
fn thousandths(text: &str) -> u16 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let padded: String = part.chars().chain("000".chars()).take(3).collect();
    match (whole, padded.parse()) {
        ("0", Ok(part)) => part,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, text: &str) -> HeaderMap {
        let value = HeaderValue::from_str(text).unwrap();
        HeaderMap::from_iter([(name, value)])
    }

    #[test]
    fn what_weighs_most_is_sent() {
        let offers = [("text/csv", "csv"), ("application/json", "json")];
        for (accept, expected) in [
            ("", "csv"),
            ("*/*", "csv"),
            ("image/png", "csv"),
            ("application/json", "json"),
            ("APPLICATION/JSON", "json"),
            ("application/json;charset=utf-8", "json"),
            ("application/json, */*;q=0.1", "json"),
            ("*/*, application/json", "json"),
            ("text/csv;q=0.1, application/json;q=0.9", "json"),
            ("text/csv; Q=0.8,application/json;q=0.79", "csv"),
            ("application/json;q=0, */*", "csv"),
            ("text/csv;q=0, */*;q=0.5", "json"),
            ("application/*, text/csv;q=0.999", "json"),
            ("application/json, text/csv", "json"),
            ("application/json;q=none", "json"),
        ] {
            let found = media(&headers(header::ACCEPT, accept), &offers, "csv");
            assert_eq!(found, expected, "{accept}");
        }
        assert_eq!(media(&HeaderMap::new(), &offers, "csv"), "csv");
    }

    #[test]
    fn the_language_that_weighs_most_is_spoken() {
        for (accepted, expected) in [
            ("", Lang::default()),
            ("ru", Lang::Ru),
            ("ru-RU,ru;q=0.9,en-US;q=0.8", Lang::Ru),
            ("en-US,en;q=0.9,ru;q=0.8", Lang::En),
            ("en;q=0.1, ru;q=0.9", Lang::Ru),
            ("de, RU;q=0.5", Lang::Ru),
            ("de, ru;q=0", Lang::default()),
            ("*", Lang::default()),
        ] {
            let found = language(&headers(header::ACCEPT_LANGUAGE, accepted));
            assert_eq!(found, expected, "{accepted}");
        }
    }

    #[test]
    fn nobody_is_refused_for_a_coding() {
        for (accepted, left) in [
            ("identity;q=0", ""),
            ("gzip, *;q=0", "gzip;q=1.000"),
            (
                "br;q=0.5, identity; q=0.0, gzip;q=0",
                "br;q=0.500, gzip;q=0.000",
            ),
            ("gzip, br;q=0", "gzip, br;q=0"),
        ] {
            let request = Request::builder().header(header::ACCEPT_ENCODING, accepted);
            let request = plain_will_do(request.body(axum::body::Body::empty()).unwrap());
            assert_eq!(
                request.headers()[header::ACCEPT_ENCODING],
                left,
                "{accepted}"
            );
        }
    }
}
