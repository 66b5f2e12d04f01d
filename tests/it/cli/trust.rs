//! A server with a certificate of its university's authority: trusted where the system says so, or `SSL_CERT_FILE`.

use super::run::{Run, dgm};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Answers every request with an empty list of homeworks, by TLS.
const SERVER: &str = r#"
import http.server, ssl, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'[]' if self.path.endswith('homeworks') else b'{"exam":null,"total":"0","max_points":"104","final_grade":0,"derivation":"0","points_to_next_grade":null}'
        self.send_response(200)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
server = http.server.HTTPServer(('127.0.0.1', 0), Answer)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain('server.pem', 'server.key')
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
"#;

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// An authority and a server's certificate by it; `None` where there is no openssl.
fn certificates(folder: &Path) -> Option<()> {
    let openssl = |arguments: &str| {
        let made = Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(folder)
            .output()
            .ok()?;
        assert!(made.status.success(), "{arguments}: {made:?}");
        Some(())
    };
    let names = "subjectAltName=DNS:localhost,IP:127.0.0.1\n";
    std::fs::write(folder.join("names"), names).expect("it is written");
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=Campus -keyout ca.key -out ca.pem",
    )?;
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -keyout server.key -out server.csr",
    )?;
    openssl(
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem",
    )
}

#[test]
fn a_campus_authority_is_trusted_where_it_is_named() {
    let required = std::env::var_os("DGM_REQUIRE_PYTHON").is_some_and(|v| v == "1");
    let folder = tempfile::tempdir().expect("a folder is made");
    let server = certificates(folder.path()).and_then(|()| {
        Command::new("python3")
            .args(["-c", SERVER])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .ok()
    });
    let Some(mut server) = server.map(Ended) else {
        assert!(!required, "DGM_REQUIRE_PYTHON=1 and no openssl or python3");
        eprintln!("skipped: there is no openssl or python3");
        return;
    };
    let output = server.0.stdout.take().expect("its output is piped");
    let mut port = String::new();
    BufReader::new(output)
        .read_line(&mut port)
        .expect("it says its port");
    let url = format!("https://localhost:{}", port.trim());
    let status = |authority: Option<&Path>| -> Run {
        let mut command = dgm(&["status", "--server", &url]);
        command
            .env("DGM_TOKEN", "dgm_x")
            .env_remove("SSL_CERT_FILE")
            .env_remove("SSL_CERT_DIR")
            .stdin(Stdio::null());
        if let Some(file) = authority {
            command.env("SSL_CERT_FILE", file);
        }
        command.output().expect("it runs").into()
    };
    let stranger = status(None);
    assert_eq!(stranger.code, Some(2), "{stranger:?}");
    assert!(stranger.err.contains("SSL_CERT_FILE"), "{stranger:?}");
    assert!(stranger.err.contains("UnknownIssuer"), "{stranger:?}");
    let known = status(Some(&folder.path().join("ca.pem")));
    assert_eq!(known.code, Some(0), "{known:?}");
    assert!(known.out.contains("104"), "{known:?}");
}
