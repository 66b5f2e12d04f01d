#!/bin/sh
# Builds dgm, makes a Python environment of its own in benches/peers/.venv (another with DGM_PEERS_VENV), and prints the tables.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${DGM_PEERS_VENV:-$here/.venv}
target=${CARGO_TARGET_DIR:-$here/../../target}

cd "$here/../.."
cargo build --release --quiet --workspace --bin dgm --example peers
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
# Every time: an installation that was broken off goes on.
"$venv/bin/pip" install --quiet -r "$here/requirements.txt"
export DGM="$target/release/dgm" DGM_PEERS="$target/release/examples/peers"
# A GPU would be another comparison.
export CUDA_VISIBLE_DEVICES=
exec "$venv/bin/python" "$here/compare.py" "$@"
