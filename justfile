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

# The references against independent results.
golden:
    cargo test --workspace --test golden -- --nocapture

# The benchmarks.
bench:
    cargo bench

# Writes docs/catalogue.md anew from the registry.
catalogue:
    DGM_UPDATE=1 cargo test --test catalogue

# The demo course at http://127.0.0.1:8080
demo:
    cargo run --release -- serve --demo
