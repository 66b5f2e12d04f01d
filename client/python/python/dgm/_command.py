"""The command `dgm`."""

import sys

from ._dgm import run


def main() -> None:
    """Runs the command with the arguments of this process."""
    sys.exit(run(["dgm", *sys.argv[1:]]))
