//! Who a provider says somebody is.

use crate::settings::Claimed;
use crate::store::Details;
use serde_json::Value;

/// Who a provider says somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Addresses that it vouches for.
    pub emails: Vec<String>,
    /// An address that it does not vouch for.
    pub unverified: Option<String>,
    /// What it calls the person where that is no address: a login, a number.
    pub claimed: Option<String>,
    /// The person's name.
    pub name: Option<String>,
}

/// The longest text that is taken from a provider.
const LONGEST: usize = 200;

/// A text of a document, if it is one that a person can be called.
pub(super) fn text(document: &Value, name: &str) -> Option<String> {
    let found = match document.get(name)? {
        Value::String(text) => text.trim().to_owned(),
        // Numbers of people are numbers to some.
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let short = !found.is_empty() && found.chars().count() <= LONGEST;
    let plain = !found.chars().any(char::is_control);
    (short && plain).then_some(found)
}

/// An address, as far as a person has one there.
pub(super) fn address(document: &Value, name: &str) -> Option<String> {
    text(document, name).filter(|found| Details::is_address(found))
}

impl Identity {
    /// Of the claims of OpenID Connect. `trusted` is whether an address counts as verified where nothing is said of that.
    pub(super) fn of_claims(claims: &Value, wanted: &Claimed, trusted: bool) -> Self {
        let email = address(claims, "email");
        let verified = match claims.get("email_verified") {
            Some(Value::Bool(verified)) => *verified,
            // Some write it as a text.
            Some(Value::String(text)) => text == "true",
            _ => trusted,
        };
        let (emails, unverified) = match email {
            Some(email) if verified => (vec![email], None),
            other => (Vec::new(), other),
        };
        let own_name = [text(claims, "given_name"), text(claims, "family_name")];
        let own_name: Vec<_> = own_name.into_iter().flatten().collect();
        let own_name = Some(own_name.join(" ")).filter(|name| !name.is_empty());
        Self {
            emails,
            unverified,
            claimed: text(claims, &wanted.claim),
            name: text(claims, "name").or(own_name),
        }
    }

    /// Whether an address is known, vouched for or not: one that it does not vouch for is an answer, too.
    pub(super) fn has_address(&self) -> bool {
        !self.emails.is_empty() || self.unverified.is_some()
    }

    /// The same person with what else is said elsewhere, where nothing was said here. Addresses come from one place together with whether
    /// they are vouched for.
    pub(super) fn or(self, elsewhere: Self) -> Self {
        let addressed = if self.has_address() {
            (self.emails, self.unverified)
        } else {
            (elsewhere.emails, elsewhere.unverified)
        };
        Self {
            emails: addressed.0,
            unverified: addressed.1,
            claimed: self.claimed.or(elsewhere.claimed),
            name: self.name.or(elsewhere.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_counts_where_the_provider_vouches_for_it() {
        let of = |verified: Value, trusted| {
            let claims = json!({"email": "a@example.org", "email_verified": verified});
            Identity::of_claims(&claims, &Claimed::default(), trusted)
        };
        for (verified, trusted, counts) in [
            (json!(true), false, true),
            (json!("true"), false, true),
            (json!(false), true, false),
            (json!("false"), true, false),
            (json!(null), false, false),
            (json!(null), true, true),
            (json!(1), false, false),
        ] {
            let identity = of(verified.clone(), trusted);
            assert_eq!(!identity.emails.is_empty(), counts, "{verified}");
            assert_eq!(identity.unverified.is_some(), !counts, "{verified}");
        }
    }

    #[test]
    fn what_is_said_elsewhere_fills_gaps_and_vouches_for_nothing_else() {
        let of = |claims: Value| Identity::of_claims(&claims, &Claimed::default(), false);
        let elsewhere = json!({"email": "b@example.org", "email_verified": true, "name": "B"});
        let doubtful = of(json!({"email": "a@example.org"})).or(of(elsewhere.clone()));
        assert_eq!(doubtful.unverified.as_deref(), Some("a@example.org"));
        assert!(doubtful.emails.is_empty());
        assert_eq!(doubtful.name.as_deref(), Some("B"));
        let silent = of(json!({"name": "A"})).or(of(elsewhere));
        assert_eq!(silent.emails, ["b@example.org"]);
        assert_eq!(silent.name.as_deref(), Some("A"));
    }

    #[test]
    fn what_nobody_can_be_called_is_nothing() {
        let long = "a".repeat(300);
        for bad in [
            json!(""),
            json!(" "),
            json!("a\nb"),
            json!(long),
            json!([]),
            json!(null),
        ] {
            assert_eq!(text(&json!({"x": bad}), "x"), None, "{bad}");
        }
        for bad in ["a", "@b", "a@", "a b@c.org"] {
            assert_eq!(address(&json!({"email": bad}), "email"), None, "{bad}");
        }
        assert_eq!(
            text(&json!({"card": 1042}), "card").as_deref(),
            Some("1042")
        );
    }
}
