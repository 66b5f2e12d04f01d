//! Where a request comes from, as a handler asks for it.

use super::state::ServerState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::IpAddr;

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct Client(pub IpAddr);

impl FromRequestParts<ServerState> for Client {
    type Rejection = Infallible;
    async fn from_request_parts(
        parts: &mut Parts,
        server: &ServerState,
    ) -> Result<Self, Infallible> {
        let address = server
            .settings
            .proxies
            .client(&parts.extensions, &parts.headers);
        Ok(Self(address))
    }
}
