//! AWS Signature Version 4 in a header, over the SHA-256 of the body: so a storage takes no bytes but those that were meant, and no log that
//! knows the address of a request knows its signature.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// Who signs.
#[derive(Clone, Copy)]
pub(super) struct Signer<'a> {
    /// The id of the key.
    pub key_id: &'a str,
    /// The key.
    pub secret: &'a str,
    /// Where the storage says it is.
    pub region: &'a str,
}

/// What is signed. Path and query are as they are sent, percent-encoded already.
pub(super) struct Request<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub query: &'a str,
    /// Headers by their lower-case names, in the order of these; `host`, `x-amz-content-sha256` and `x-amz-date` among them.
    pub headers: &'a [(&'a str, &'a str)],
    /// The SHA-256 of the body, in hexadecimal.
    pub payload: &'a str,
}

/// An instant as the header `x-amz-date` says it.
pub(super) fn amz_date(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The header `authorization` of a request whose `x-amz-date` is this.
pub(super) fn authorization(signer: Signer<'_>, request: &Request<'_>, date: &str) -> String {
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let mut headers = String::new();
    for (name, value) in request.headers {
        headers.push_str(&[*name, ":", value.trim(), "\n"].concat());
    }
    let canonical = format!(
        "{}\n{}\n{}\n{headers}\n{names}\n{}",
        request.method, request.path, request.query, request.payload
    );
    let day = date.get(..8).unwrap_or(date);
    let scope = format!("{day}/{}/s3/aws4_request", signer.region);
    let hashed = hex::encode(Sha256::digest(canonical));
    let to_sign = format!("{ALGORITHM}\n{date}\n{scope}\n{hashed}");
    let first = format!("AWS4{}", signer.secret);
    let key = [day, signer.region, "s3", "aws4_request"]
        .iter()
        .fold(first.into_bytes(), |key, part| mac(&key, part));
    let signature = hex::encode(mac(&key, &to_sign));
    format!(
        "{ALGORITHM} Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
        signer.key_id
    )
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const DATE: &str = "20130524T000000Z";

    /// The examples of the specification, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
    #[test]
    fn the_examples_of_the_specification_are_signed_as_it_says() {
        let signer = Signer {
            key_id: "AKIAIOSFODNN7EXAMPLE",
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            region: "us-east-1",
        };
        let host = ("host", "examplebucket.s3.amazonaws.com");
        let welcome = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
        let date = ("x-amz-date", DATE);
        let empty = ("x-amz-content-sha256", NOTHING);
        let get = |path, query, headers| Request {
            method: "GET",
            path,
            query,
            headers,
            payload: NOTHING,
        };
        let put = Request {
            method: "PUT",
            path: "/test%24file.text",
            query: "",
            headers: &[
                ("date", "Fri, 24 May 2013 00:00:00 GMT"),
                host,
                ("x-amz-content-sha256", welcome),
                date,
                ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ],
            payload: welcome,
        };
        let range = [host, ("range", "bytes=0-9"), empty, date];
        let plain = [host, empty, date];
        for (request, signature) in [
            (
                get("/test.txt", "", &range),
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            ),
            (
                put,
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            ),
            (
                get("/", "lifecycle=", &plain),
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
            ),
            (
                get("/", "max-keys=2&prefix=J", &plain),
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            ),
        ] {
            let said = authorization(signer, &request, DATE);
            let start = format!(
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders={}",
                request
                    .headers
                    .iter()
                    .map(|(name, _)| *name)
                    .collect::<Vec<_>>()
                    .join(";")
            );
            assert_eq!(said, format!("{start}, Signature={signature}"));
        }
    }

    #[test]
    fn an_instant_is_told_as_the_header_wants_it() {
        let at = "2013-05-24T00:00:00Z".parse().expect("an instant");
        assert_eq!(amz_date(at), DATE);
    }
}
