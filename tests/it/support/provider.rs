//! A provider that signs people in, on this machine: OpenID Connect with keys of its own, and OAuth 2 as GitHub and Yandex speak it. It checks what it
//! is asked as strictly as a real one, and can be told to lie.

use axum::http::{Request, Response, StatusCode};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::url::form_urlencoded;
use openidconnect::{JsonWebKeyId, PrivateSigningKey as _};
use rsa::pkcs1::{EncodeRsaPrivateKey as _, LineEnding};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};

/// What the provider calls this server, and what this server proves itself with.
pub const CLIENT: (&str, &str) = ("dgm", "s3cret & more");

/// With which signature the provider gives its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// By its key, as it should.
    Own,
    /// By a key that it does not publish, under the name of the one that it does.
    Foreign,
    /// By the shared secret of the client.
    Shared,
    /// By the published key, taken for a shared secret.
    Confused,
    /// None.
    Nothing,
}

/// How the provider behaves.
#[derive(Clone, Debug)]
pub struct Manner {
    /// What its word says besides, or in place of what it should; null leaves a claim out.
    pub claims: Value,
    /// How it is signed.
    pub signature: Signature,
    /// What its page of people says, where it has one; for OAuth 2 the person.
    pub person: Value,
    /// The addresses of OAuth 2.
    pub emails: Value,
    /// Whether it says no where people are asked.
    pub declines: bool,
    /// Whether it fails.
    pub fails: bool,
    /// How many times its keys were changed.
    pub rotated: usize,
    /// Who it says that it is; itself where nothing is said.
    pub issuer: Option<String>,
    /// The instant in seconds.
    pub now: i64,
}

/// A code that was given out.
struct Code {
    nonce: Option<String>,
    challenge: String,
    redirect: String,
}

#[derive(Default)]
struct Given {
    codes: HashMap<String, Code>,
    tokens: Vec<String>,
    asked: Vec<String>,
}

/// A running provider.
#[derive(Clone)]
pub struct Provider {
    /// Where it is, which is its issuer.
    pub url: String,
    manner: Arc<Mutex<Manner>>,
    given: Arc<Mutex<Given>>,
}

/// Keys are found by trial, so they are made once: those of a provider, and one that nobody publishes.
static KEYS: LazyLock<[String; 3]> = LazyLock::new(|| {
    [0, 1, 2].map(|_| {
        let key = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key");
        let pem = key.to_pkcs1_pem(LineEnding::LF).expect("it is written");
        pem.as_str().to_owned()
    })
});

fn key(number: usize) -> CoreRsaPrivateSigningKey {
    let id = JsonWebKeyId::new("key".to_owned());
    CoreRsaPrivateSigningKey::from_pem(&KEYS[number], Some(id)).expect("it is read")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("nobody panicked with it")
}

impl Provider {
    /// Starts one whose clock stands at this instant, in seconds.
    pub fn start(now: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("it has one"));
        let provider = Self {
            url,
            manner: Arc::new(Mutex::new(Manner {
                claims: json!({}),
                signature: Signature::Own,
                person: Value::Null,
                emails: Value::Null,
                declines: false,
                fails: false,
                rotated: 0,
                issuer: None,
                now,
            })),
            given: Arc::default(),
        };
        let serving = provider.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serving.answer(stream);
            }
        });
        provider
    }

    /// Changes how it behaves.
    pub fn set(&self, change: impl FnOnce(&mut Manner)) {
        change(&mut lock(&self.manner));
    }

    /// The paths that were asked for so far.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.given).asked.clone()
    }

    fn answer(&self, stream: TcpStream) {
        // Whoever goes away is not told.
        let Some(request) = read(&stream) else {
            return;
        };
        let response = self.respond(&request);
        let (parts, body) = response.into_parts();
        let mut head = format!("HTTP/1.1 {}\r\nconnection: close\r\n", parts.status);
        for (name, value) in &parts.headers {
            let line = format!("{name}: {}\r\n", value.to_str().expect("it is text"));
            head.push_str(&line);
        }
        let length = format!("content-length: {}\r\n\r\n", body.len());
        head.push_str(&length);
        let mut stream = stream;
        drop(stream.write_all(head.as_bytes()));
        drop(stream.write_all(body.as_bytes()));
    }

    fn respond(&self, request: &Request<String>) -> Response<String> {
        let path = request.uri().path();
        lock(&self.given).asked.push(path.to_owned());
        if lock(&self.manner).fails {
            return told(StatusCode::SERVICE_UNAVAILABLE, &json!({"error": "away"}));
        }
        match path {
            "/.well-known/openid-configuration" => told(StatusCode::OK, &self.document()),
            "/jwks" => told(StatusCode::OK, &json!({"keys": [self.published()]})),
            "/authorize" => self.authorize(request.uri().query().unwrap_or_default()),
            "/token" => self.token(request),
            "/userinfo" | "/user" => self.person(request, false),
            "/user/emails" => self.person(request, true),
            _ => told(StatusCode::NOT_FOUND, &json!({})),
        }
    }

    fn document(&self) -> Value {
        let url = &self.url;
        let issuer = lock(&self.manner).issuer.clone();
        json!({
            "issuer": issuer.unwrap_or_else(|| url.clone()),
            "authorization_endpoint": format!("{url}/authorize"),
            "token_endpoint": format!("{url}/token"),
            "userinfo_endpoint": format!("{url}/userinfo"),
            "jwks_uri": format!("{url}/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            // It claims more than anybody should believe.
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        })
    }

    fn key(&self) -> CoreRsaPrivateSigningKey {
        key(lock(&self.manner).rotated % 2)
    }

    fn published(&self) -> CoreJsonWebKey {
        self.key().as_verification_key()
    }

    /// As somebody who has signed in there before, and is sent back at once.
    fn authorize(&self, query: &str) -> Response<String> {
        let asked = pairs(query);
        let of = |name: &str| asked.get(name).cloned();
        let (Some(redirect), Some(state)) = (of("redirect_uri"), of("state")) else {
            return told(
                StatusCode::BAD_REQUEST,
                &json!({"error": "invalid_request"}),
            );
        };
        let right = of("client_id").as_deref() == Some(CLIENT.0)
            && of("response_type").as_deref() == Some("code")
            && of("code_challenge_method").as_deref() == Some("S256");
        let Some(challenge) = of("code_challenge").filter(|_| right) else {
            return told(
                StatusCode::BAD_REQUEST,
                &json!({"error": "invalid_request"}),
            );
        };
        let mut back = form_urlencoded::Serializer::new(String::new());
        back.append_pair("state", &state);
        if lock(&self.manner).declines {
            back.append_pair("error", "access_denied");
        } else {
            let mut given = lock(&self.given);
            let code = format!("code-{}", given.codes.len());
            back.append_pair("code", &code);
            let nonce = of("nonce");
            given.codes.insert(
                code,
                Code {
                    nonce,
                    challenge,
                    redirect: redirect.clone(),
                },
            );
        }
        let mut response = told(StatusCode::FOUND, &Value::Null);
        let address = format!("{redirect}?{}", back.finish());
        let address = address.parse().expect("it is a header");
        response.headers_mut().insert("location", address);
        response
    }

    fn token(&self, request: &Request<String>) -> Response<String> {
        let form = pairs(request.body());
        let of = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let refused = |error: &str| told(StatusCode::BAD_REQUEST, &json!({"error": error}));
        if !proves_itself(request, &form) {
            return refused("invalid_client");
        }
        // A code is worth something once.
        let Some(code) = lock(&self.given).codes.remove(of("code")) else {
            return refused("invalid_grant");
        };
        let challenge = BASE64.encode(Sha256::digest(of("code_verifier")));
        if challenge != code.challenge || of("redirect_uri") != code.redirect {
            return refused("invalid_grant");
        }
        let token = format!("token-{}", of("code"));
        lock(&self.given).tokens.push(token.clone());
        let word = code.nonce.map(|nonce| self.word(&nonce, &token));
        told(
            StatusCode::OK,
            &json!({
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": word,
            }),
        )
    }

    /// The provider's word about somebody.
    fn word(&self, nonce: &str, token: &str) -> String {
        let manner = lock(&self.manner).clone();
        let half = Sha256::digest(token);
        let mut claims = json!({
            "iss": self.url,
            "sub": "248289761001",
            "aud": CLIENT.0,
            "iat": manner.now,
            "exp": manner.now + 300,
            "nonce": nonce,
            "at_hash": BASE64.encode(&half[..16]),
        });
        let all = claims.as_object_mut().expect("it is an object");
        for (name, value) in manner.claims.as_object().into_iter().flatten() {
            if value.is_null() {
                all.remove(name);
            } else {
                all.insert(name.clone(), value.clone());
            }
        }
        let algorithm = match manner.signature {
            Signature::Own | Signature::Foreign => "RS256",
            Signature::Shared | Signature::Confused => "HS256",
            Signature::Nothing => "none",
        };
        let head = json!({"alg": algorithm, "kid": "key", "typ": "JWT"});
        let [head, body] = [head, claims].map(|part| BASE64.encode(part.to_string()));
        let signed = format!("{head}.{body}");
        let by = |key: &CoreRsaPrivateSigningKey| {
            let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
            key.sign(&algorithm, signed.as_bytes()).expect("it signs")
        };
        let shared = |secret: &[u8]| {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any key");
            mac.update(signed.as_bytes());
            mac.finalize().into_bytes().to_vec()
        };
        let signature = match manner.signature {
            Signature::Own => by(&self.key()),
            Signature::Foreign => by(&key(2)),
            Signature::Shared => shared(CLIENT.1.as_bytes()),
            Signature::Confused => shared(json!(self.published()).to_string().as_bytes()),
            Signature::Nothing => Vec::new(),
        };
        format!("{signed}.{}", BASE64.encode(signature))
    }

    fn person(&self, request: &Request<String>, emails: bool) -> Response<String> {
        let sent = request.headers().get("authorization");
        let sent = sent.and_then(|line| line.to_str().ok()).unwrap_or_default();
        let token = sent.split_once(' ').map_or("", |(_, token)| token);
        if !lock(&self.given).tokens.iter().any(|known| known == token) {
            return told(StatusCode::UNAUTHORIZED, &json!({"error": "invalid_token"}));
        }
        let manner = lock(&self.manner);
        let document = if emails {
            &manner.emails
        } else {
            &manner.person
        };
        told(StatusCode::OK, document)
    }
}

/// By the header as OpenID Connect wants it, or by the form as GitHub does.
fn proves_itself(request: &Request<String>, form: &HashMap<String, String>) -> bool {
    let line = request.headers().get("authorization");
    let basic = line
        .and_then(|line| line.to_str().ok()?.strip_prefix("Basic "))
        .and_then(|text| base64::prelude::BASE64_STANDARD.decode(text).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let (id, secret) = if let Some(text) = &basic {
        let decoded = |text: &str| {
            let pair = format!("x={text}");
            pairs(&pair).remove("x").unwrap_or_default()
        };
        let (id, secret) = text.split_once(':').unwrap_or_default();
        (decoded(id), decoded(secret))
    } else {
        let of = |name: &str| form.get(name).cloned().unwrap_or_default();
        (of("client_id"), of("client_secret"))
    };
    (id.as_str(), secret.as_str()) == CLIENT
}

fn pairs(text: &str) -> HashMap<String, String> {
    form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

fn told(status: StatusCode, document: &Value) -> Response<String> {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(document.to_string())
        .expect("it is a response")
}

/// One request with its body.
fn read(stream: &TcpStream) -> Option<Request<String>> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let mut request = Request::builder().method(words.next()?).uri(words.next()?);
    let mut length = 0_usize;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
        request = request.header(name, value.trim());
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    request.body(String::from_utf8(body).ok()?).ok()
}
