//! What every handler shares: the application, and what only a server of requests has.

use super::address::Proxies;
use super::bounds::Bounds;
use super::circuit::Circuit;
use super::error::AppError;
use super::intake::Intake;
use super::readiness::Readiness;
use super::render::{Frame, Renderer};
use super::throttle::Throttle;
use super::traffic::Shared;
use super::visitor::Visitor;
use super::wheels::Wheels;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::previews::Previews;
use crate::service::sign_in::Ways;
use crate::settings::security_contact::SecurityContact;
use axum::extract::FromRef;
use axum::response::Html;
use serde::Serialize;
use std::ops::Deref;
use std::sync::Arc;

/// The server as all handlers share it; cheap to clone.
#[derive(Clone)]
pub struct ServerState(Arc<Server>);

impl Deref for ServerState {
    type Target = Server;
    fn deref(&self) -> &Server {
        &self.0
    }
}

/// How a server is reached, what it takes, and how its pages look.
pub struct Settings {
    /// Templates.
    pub renderer: Renderer,
    /// How much is taken at once, and how long others are waited for.
    pub bounds: Bounds,
    /// Where people reach the server, without a slash at the end.
    pub base_url: String,
    /// The proxies whose word is taken for where a request comes from.
    pub proxies: Proxies,
    /// The ways to sign in.
    pub ways: Ways,
    /// The student's program, to hand out.
    pub wheels: Wheels,
    /// To whom a hole in the server's safety is told.
    pub security_contact: Option<SecurityContact>,
}

/// The server of pages and of the API.
pub struct Server {
    /// What it is a face of.
    pub app: Arc<App>,
    /// How it was set up.
    pub settings: Settings,
    /// Bytes that are sent to us.
    pub uploads: Intake,
    /// Bytes that we send.
    pub downloads: Shared,
    /// Requests that are worked on.
    pub requests: Shared,
    /// The limits of those who are not signed in.
    pub throttle: Throttle,
    /// What is answered while the database is away.
    pub circuit: Circuit,
    /// Whether the database could be read and written to when somebody last asked.
    pub readiness: Readiness,
    /// What changes would do, as far as somebody was shown it.
    pub previews: Previews,
}

impl ServerState {
    /// A server of this application.
    pub fn new(app: Arc<App>, settings: Settings) -> Self {
        Self(Arc::new(Server {
            app,
            uploads: Intake::new(&settings.bounds),
            downloads: Shared::downloads(&settings.bounds),
            requests: Shared::requests(&settings.bounds),
            throttle: Throttle::default(),
            circuit: Circuit::default(),
            readiness: Readiness::default(),
            previews: Previews::default(),
            settings,
        }))
    }
}

impl Server {
    /// Whether people come by https.
    pub fn is_https(&self) -> bool {
        self.settings.base_url.starts_with("https://")
    }

    /// A page for this visitor, with the view's fields by name.
    ///
    /// # Errors
    /// When the template names something that the view has not.
    pub fn page(
        &self,
        template: &str,
        visitor: &Visitor,
        view: &impl Serialize,
    ) -> Result<Html<String>, AppError> {
        let frame = Frame::of(visitor, &self.settings.base_url);
        let rendered = self.settings.renderer.render(template, &frame, view);
        rendered.map(Html).map_err(|error| {
            tracing::error!(template, %error, "a template failed");
            ServiceError::Internal.into()
        })
    }
}

/// Handlers that show no page take the application alone.
impl FromRef<ServerState> for Arc<App> {
    fn from_ref(server: &ServerState) -> Self {
        Self::clone(&server.app)
    }
}
