//! What `import dgm` needs of the student's program: packs, checks, a server, and the command.

use dgm_client::cli::error::CliError;
use dgm_client::cli::{Cli, exit, voice};
use dgm_client::practice::{self, Belonging, Practice};
use dgm_client::remote::{
    Config, DeviceSignIn, Server, ServerArg, checked_url, config_path, machine, write_config,
};
use judge::answers::{self, Limits, write_npz};
use judge::report::TaskVerdict;
use l10n::{Lang, message};
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::ffi::OsString;
use std::time::{Duration, Instant};

create_exception!(
    _dgm,
    DgmError,
    PyException,
    "What went wrong, and what to do next."
);

fn lang(code: &str) -> Lang {
    if code == "ru" { Lang::Ru } else { Lang::En }
}

fn told(error: &CliError, lang: Lang) -> PyErr {
    DgmError::new_err(error.text(lang))
}

/// The practice pack of a homework.
#[pyclass(frozen)]
struct Pack {
    practice: Practice,
    lang: Lang,
}

#[pymethods]
impl Pack {
    /// The pack that the program carries.
    #[staticmethod]
    fn carried(homework: &str, language: &str) -> PyResult<Self> {
        let lang = lang(language);
        let practice = practice::carried(homework).map_err(|e| told(&e, lang))?;
        Ok(Self { practice, lang })
    }

    /// The pack of the course on a server.
    #[staticmethod]
    fn fetched(py: Python<'_>, homework: &str, server: &Remote) -> PyResult<Self> {
        let lang = server.lang;
        let practice = py.detach(|| practice::fetch(&server.server, homework));
        let practice = practice.map_err(|e| told(&e, lang))?;
        Ok(Self { practice, lang })
    }

    /// What the pack says of the homework and its tasks, as JSON.
    fn sheet(&self) -> PyResult<String> {
        let sheet = serde_json::to_string(self.practice.pack.sheet());
        sheet.map_err(|error| DgmError::new_err(error.to_string()))
    }

    /// The inputs of a practice seed, as `.npz`.
    fn inputs<'py>(&self, py: Python<'py>, seed: u64) -> PyResult<Bound<'py, PyBytes>> {
        let inputs = self.practice.inputs(seed);
        let inputs = inputs.map_err(|e| told(&e, self.lang))?;
        Ok(PyBytes::new(py, &write_npz(&inputs)))
    }

    /// The right answers to the inputs of a practice seed, as `.npz`.
    fn expected<'py>(&self, py: Python<'py>, seed: u64) -> PyResult<Bound<'py, PyBytes>> {
        let expected = self.practice.expected(seed);
        let expected = expected.map_err(|e| told(&e, self.lang))?;
        Ok(PyBytes::new(py, &write_npz(&expected)))
    }

    /// Checks answers, an `.npz`, to the inputs of a practice seed: the seed and the report, as JSON. Without a seed they are those that
    /// the answers are for. No task means every task.
    #[pyo3(signature = (seed, file, tasks))]
    fn check(
        &self,
        py: Python<'_>,
        seed: Option<u64>,
        file: &[u8],
        tasks: Vec<String>,
    ) -> PyResult<String> {
        let checked = py.detach(|| {
            let tasks = self.practice.tasks(&tasks)?;
            let answers = answers::open(file, &Limits::default())?;
            let sorted = self.practice.pack.sort(answers, &tasks)?;
            let belonging = self.practice.belonging(&sorted, &tasks)?;
            let chosen = match belonging {
                Belonging::Marked(own) | Belonging::Fitting(own) => seed.or(Some(own)),
                Belonging::Elsewhere if seed.is_none() => {
                    return Err(message!("practice-own-answers").into());
                }
                _ => seed,
            };
            let chosen = self.practice.seed(chosen)?;
            let mut report = self.practice.graded(chosen, &sorted, &tasks)?;
            report.inputs = Some(belonging.which(&sorted, self.lang));
            let note = belonging.note(chosen, seed.is_some());
            let report = self.practice.pack.in_language(report, self.lang);
            Ok((chosen, note.map(|note| note.text(self.lang)), report))
        });
        let report = checked.map_err(|e: CliError| told(&e, self.lang))?;
        let report = serde_json::to_string(&report);
        report.map_err(|error| DgmError::new_err(error.to_string()))
    }
}

/// A server with the right to talk to it.
#[pyclass(frozen)]
struct Remote {
    server: Server,
    lang: Lang,
}

#[pymethods]
impl Remote {
    /// At this address with this token; what is left out is looked up in the environment and in the file that `dgm login` writes.
    #[new]
    #[pyo3(signature = (url, token, language))]
    fn new(url: Option<String>, token: Option<String>, language: &str) -> PyResult<Self> {
        let lang = lang(language);
        let args = ServerArg { server: url };
        let server = match token {
            Some(token) => Server::with_token(&args, token, lang),
            None => Server::find(&args, lang),
        };
        let server = server.map_err(|e| told(&e, lang))?;
        Ok(Self { server, lang })
    }

    /// Where it is.
    #[getter]
    fn url(&self) -> &str {
        self.server.url()
    }

    /// `GET /api/v1/…` as bytes.
    fn download<'py>(&self, py: Python<'py>, path: &str) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = py.detach(|| self.server.download(path));
        let bytes = bytes.map_err(|e| told(&e, self.lang))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// `GET /api/v1/…` as JSON.
    fn get(&self, py: Python<'_>, path: &str) -> PyResult<String> {
        let value = py.detach(|| self.server.get(path));
        Ok(value.map_err(|e| told(&e, self.lang))?.to_string())
    }

    /// `POST /api/v1/…`; the answer as JSON.
    fn post(&self, py: Python<'_>, path: &str, body: &[u8]) -> PyResult<String> {
        let value = py.detach(|| self.server.post(path, body));
        Ok(value.map_err(|e| told(&e, self.lang))?.to_string())
    }
}

/// How often it is looked whether somebody wants to break off.
const GLANCE: Duration = Duration::from_millis(200);

/// Signs in by a page of the server: `tell` is called with its address and the code that it shows. The token is kept in the file that
/// `dgm login` writes, where that can be written, and given back.
#[pyfunction]
fn sign_in(py: Python<'_>, url: &str, language: &str, tell: Py<PyAny>) -> PyResult<String> {
    let lang = lang(language);
    let url = checked_url(url).map_err(|e| told(&e, lang))?;
    let name = format!("import dgm, {}", machine());
    let begun = py.detach(|| DeviceSignIn::begin(&url, &name, lang));
    let begun = begun.map_err(|e| told(&e, lang))?;
    let Some(mut waiting) = begun else {
        let old = message!("login-no-device", server = url);
        return Err(DgmError::new_err(old.text(lang)));
    };
    tell.call1(py, (waiting.page(), waiting.code()))?;
    loop {
        let until = Instant::now() + waiting.pause();
        while Instant::now() < until {
            py.detach(|| std::thread::sleep(GLANCE));
            py.check_signals()?;
        }
        let token = py.detach(|| waiting.ask()).map_err(|e| told(&e, lang))?;
        if let Some(token) = token {
            if let Ok(path) = config_path() {
                let (server, token) = (url.clone(), token.clone());
                // Without it the next session signs in anew.
                drop(write_config(&path, &Config { server, token }));
            }
            return Ok(token);
        }
    }
}

/// Whether a token that works is at hand for this server: in the environment or in the file that `dgm login` writes.
#[pyfunction]
fn is_signed_in(py: Python<'_>, url: String, language: &str) -> bool {
    let (server, lang) = (Some(url), lang(language));
    py.detach(|| {
        let found = Server::find(&ServerArg { server }, lang);
        found.and_then(|server| server.get("homeworks")).is_ok()
    })
}

/// The language of reports where nobody asks for another.
#[pyfunction]
fn environment_language() -> &'static str {
    voice::environment_language().code()
}

/// The homeworks that the program carries packs of, in the order of the course.
#[pyfunction]
fn homeworks() -> Vec<&'static str> {
    practice::homeworks().collect()
}

/// Every verdict with its sign and its word.
#[pyfunction]
fn verdicts(language: &str) -> Vec<(&'static str, &'static str, String)> {
    let told = |verdict: TaskVerdict| {
        let word = verdict.message().text(lang(language));
        (verdict.name(), verdict.sign(), word)
    };
    TaskVerdict::ALL.into_iter().map(told).collect()
}

/// Runs the command with these arguments, the first the program's name, and gives its exit code.
#[pyfunction]
fn run(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| exit::run(&arguments, Cli::run, |_| None))
}

#[pymodule]
fn _dgm(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("DgmError", module.py().get_type::<DgmError>())?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Pack>()?;
    module.add_class::<Remote>()?;
    module.add_function(wrap_pyfunction!(environment_language, module)?)?;
    module.add_function(wrap_pyfunction!(homeworks, module)?)?;
    module.add_function(wrap_pyfunction!(sign_in, module)?)?;
    module.add_function(wrap_pyfunction!(is_signed_in, module)?)?;
    module.add_function(wrap_pyfunction!(verdicts, module)?)?;
    module.add_function(wrap_pyfunction!(run, module)?)
}
