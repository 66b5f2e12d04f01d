//! Where one comes back to from the answer to a form. Its own address may take forms alone: to ask it for a page would be refused.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Addresses with what others sent somebody here with, a provider's code or a platform's word: it holds once and leads nowhere when it
/// is asked for again.
const PASSING: [&str; 5] = [
    "/sign-in/",
    "/lti/login",
    "/lti/launch",
    "/lti/deep-linking",
    "/lti/register/",
];

/// Whether what such an address asks for is nothing to come back to.
pub fn is_passing(path: &str) -> bool {
    PASSING.iter().any(|start| path.starts_with(start))
}

/// The page to come back to, noted with a request.
#[derive(Clone, Debug)]
pub struct WayBack(pub String);

/// The addresses that are known, and which of them are read.
#[derive(Clone, Debug)]
pub struct Addresses(Arc<BTreeMap<String, bool>>);

impl Addresses {
    /// Those of these rows.
    pub fn of(rows: impl Iterator<Item = (Method, String)>) -> Self {
        let mut known = BTreeMap::new();
        for (method, path) in rows {
            *known.entry(path).or_default() |= method == Method::GET;
        }
        Self(Arc::new(known))
    }

    /// Whether something is read at this path. Of several patterns that it has, that one counts which the router takes: a word before
    /// a name.
    fn reads(&self, path: &str) -> bool {
        let fitting = self.0.iter().filter(|(pattern, _)| fits(pattern, path));
        let nearest = fitting.min_by_key(|(pattern, _)| {
            let named = pattern.split('/').map(is_name);
            named.collect::<Vec<_>>()
        });
        nearest.is_some_and(|(_, is_read)| *is_read)
    }

    /// The page that a form was sent from, or else the nearest above where it was sent to.
    fn way_back(&self, request: &Request) -> String {
        if let Some(page) = own_page(request.headers()) {
            let path = page.split('?').next().unwrap_or_default();
            if self.reads(path) {
                let page = if is_passing(path) { path } else { &page };
                return page.to_owned();
            }
        }
        let mut path = request.uri().path();
        if is_passing(path) && !self.reads(path) {
            return "/".to_owned();
        }
        while !self.reads(path) {
            match path.rsplit_once('/') {
                Some((above, _)) if !above.is_empty() => path = above,
                _ => return "/".to_owned(),
            }
        }
        path.to_owned()
    }

    /// Notes with a form where one comes back to from its answer.
    #[must_use]
    pub fn noted(&self, mut request: Request) -> Request {
        if !request.method().is_safe() {
            let back = WayBack(self.way_back(&request));
            request.extensions_mut().insert(back);
        }
        request
    }
}

fn is_name(part: &str) -> bool {
    part.starts_with('{')
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(name), Some(part)) if is_name(name) && !part.is_empty() => {}
            (Some(word), Some(part)) if word == part => {}
            _ => return false,
        }
    }
}

/// The page of this server that a request names as the one it comes from.
pub fn own_page(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let referer = text(header::REFERER)?;
    let (_, rest) = referer.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    (Some(host) == text(header::HOST)).then(|| format!("/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn addresses() -> Addresses {
        let read = ["/", "/exam", "/students/{login}", "/sign-in/{secret}"];
        let sent = [
            "/exam",
            "/students/{login}/exam",
            "/sign-in/header",
            "/lti/launch",
        ];
        let of = |method: Method| move |path: &str| (method.clone(), path.to_owned());
        let read = read.into_iter().map(of(Method::GET));
        Addresses::of(read.chain(sent.into_iter().map(of(Method::POST))))
    }

    #[test]
    fn one_comes_back_to_the_page_of_the_form_and_never_to_what_takes_forms_alone() {
        for (sent_to, from, back) in [
            ("/exam", "/exam?q=a", "/exam?q=a"),
            ("/students/a/exam", "/exam?q=a", "/exam?q=a"),
            ("/students/a/exam", "/students/a/exam", "/students/a"),
            ("/students/a/exam", "", "/students/a"),
            ("/exam", "", "/exam"),
            ("/elsewhere/x", "", "/"),
            ("/sign-in/header", "/sign-in/header", "/"),
            ("/sign-in/s3cret", "/sign-in/s3cret?x=1", "/sign-in/s3cret"),
            ("/lti/launch", "", "/"),
        ] {
            let request = Request::post(sent_to)
                .header(header::HOST, "dgm.test")
                .header(header::REFERER, format!("http://dgm.test{from}"));
            let request = request.body(Body::empty()).unwrap();
            let noted = addresses().noted(request);
            let noted = noted.extensions().get::<WayBack>().unwrap();
            assert_eq!(noted.0, back, "{sent_to} from {from:?}");
        }
    }

    #[test]
    fn only_a_page_of_this_server_is_gone_back_to() {
        for (referer, expected) in [
            ("http://dgm.test/exam?a=1", Some("/exam?a=1")),
            ("http://elsewhere.test/exam", None),
            ("http://dgm.test.evil/exam", None),
            ("dgm.test/exam", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "dgm.test".parse().unwrap());
            headers.insert(header::REFERER, referer.parse().unwrap());
            assert_eq!(own_page(&headers).as_deref(), expected, "{referer}");
        }
    }
}
