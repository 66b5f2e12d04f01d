"""`python -m dgm` is the command `dgm`."""

from ._command import main

main()
