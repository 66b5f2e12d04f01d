//! An authority of tests, and certificates that it signed: right ones, and such as nobody should believe.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;

/// An authority that nobody knows who was not told of it.
pub struct Authority {
    /// Its own certificate, as PEM.
    pub pem: String,
    issuer: Issuer<'static, KeyPair>,
}

/// For how long a certificate is good.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Good {
    /// Now.
    Now,
    /// Not any more.
    Once,
}

impl Authority {
    /// A new one.
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key is made");
        let own = params.self_signed(&key).expect("it signs itself");
        Self {
            pem: own.pem(),
            issuer: Issuer::new(params, key),
        }
    }

    /// What a server of this name or address speaks TLS with.
    pub fn server(&self, name: &str, good: Good) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        if good == Good::Once {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2020, 2, 1);
        }
        let key = KeyPair::generate().expect("a key is made");
        let signed = params.signed_by(&key, &self.issuer).expect("it is signed");
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("there are versions")
            .with_no_client_auth()
            .with_single_cert(vec![signed.der().clone()], key);
        Arc::new(config.expect("the key is that of the certificate"))
    }
}
