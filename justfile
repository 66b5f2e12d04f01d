# The usual chores; `just` lists them.
default:
    @just --list

# Formats everything.
fmt:
    cargo fmt --all

# Clippy and the docs, warnings denied.
lint:
    cargo clippy --workspace --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# All tests.
test:
    cargo test --workspace

# The laws of the catalogue on 1,000 random instances of every task.
laws:
    DGM_LAW_SEEDS=1000 cargo test --workspace --lib laws -- --nocapture

# Many damaged files, configs, lists and numbers for every reader; other ones with PROPTEST_RNG_SEED.
properties:
    PROPTEST_CASES=20000 cargo test --test it properties::

# A fuzz target for so many seconds; needs a nightly toolchain and cargo-fuzz. What it finds is in fuzz/artifacts.
fuzz target seconds="60":
    cp Cargo.lock fuzz/Cargo.lock
    mkdir -p fuzz/target/corpus/{{target}}
    cd fuzz && cargo +nightly fuzz run {{target}} target/corpus/{{target}} corpus/{{target}} -- -max_total_time={{seconds}} -max_len=65536 -rss_limit_mb=2048 -timeout=10

# The server killed under load 50 times on SQLite and, where DGM_TEST_POSTGRES_URL names one, 20 times on PostgreSQL, and 40 times one of
# three servers; and a full disk, as root.
crash:
    DGM_CRASH_SQLITE=50 DGM_CRASH_POSTGRES=20 DGM_CRASH_SERVERS=40 cargo test --test it -- --nocapture store::killed store::crash store::servers
    DGM_REQUIRE_TMPFS=1 cargo test --test it -- --nocapture store::full

# The references against independent results.
golden:
    cargo test --workspace --test it -- --nocapture catalogue::golden

# Computes the golden outputs anew in Python and compares them with the stored ones; --write stores those that differ.
golden-make *arguments:
    test -x target/golden-venv/bin/python || python3 -m venv target/golden-venv
    target/golden-venv/bin/pip install -q -r assignments/tests/golden/requirements.txt
    target/golden-venv/bin/python assignments/tests/golden/make.py {{ arguments }}

# Begins a task of the catalogue: its file, its places in the index, the statements and the golden scripts.
new-task id:
    python3 assignments/scaffold/new_task.py {{ id }}

# The benchmarks of grading.
bench:
    cargo bench

# Every figure of docs/benchmarks.md and benches/README.md, made again: grading, the Fréchet distance beside other programs (6 GiB of Python),
# the server under load, the pages of a large class, and a class graded anew. With DGM_TEST_POSTGRES_URL on PostgreSQL too.
benchmarks:
    cargo bench
    cargo run --release --workspace --example frechet_timing
    benches/peers/run.sh
    cargo build --release --bin dgm --example load
    python3 benches/server.py ${DGM_TEST_POSTGRES_URL:+--postgres "$DGM_TEST_POSTGRES_URL"}
    rm -rf target/class
    target/release/examples/load seed --data target/class --students 5000 --homeworks 6 --submissions 5
    python3 benches/pages.py target/release/dgm target/class
    rm -rf target/class
    target/release/examples/load seed --data target/class --students 1000 --homeworks 6 --submissions 5 --real
    python3 benches/regrade.py target/release/dgm target/class

# Writes anew what is generated and kept: the pages of the catalogue and of the commands, what is said of wrong course files, the practice
# packs. Read the diff.
bless:
    DGM_BLESS=1 cargo test --lib grading::pack
    DGM_BLESS=1 cargo test --test it -- course::diagnostics catalogue::page docs::commands

# Generated requests against the API of a server of its own, as a student and as a teacher (needs schemathesis).
api EXAMPLES="30":
    .ci/api {{EXAMPLES}}

# The wheels of the student's program and its source, into target/wheels; `.ci/wheel` tries them as well.
wheel:
    .ci/wheel build

# What is given away, into target/dist: a static program, a Debian package, the wheels, checksums; `.ci/dist` tries it as well.
dist:
    .ci/dist build

# What a student does on Windows, by Wine.
windows:
    .ci/windows

# The book in both languages, into target/book.
book:
    mdbook build docs/book/en
    mdbook build docs/book/ru

# The icons of the pages, drawn anew from assets/icon.svg.
icons:
    .ci/icons

# The demo course at http://127.0.0.1:8080
demo:
    cargo run -- serve --demo
