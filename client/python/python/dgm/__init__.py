"""Checks answers to the numeric homework of a course on deep generative models, and sends them.

    import dgm
    hw = dgm.homework("elbo")                  # offline, with the inputs of the default course
    p = hw.practice(0)                         # p.inputs["gaussian_kl"]["mean_p"], read-only arrays
    hw.check({"gaussian_kl.kl": kl})           # a report: verdicts, errors, hints

    dgm.login("https://grader.example.org")    # prints a page to open; or with a token
    hw = dgm.homework("elbo")                  # with the sizes and tolerances of that course
    hw.inputs                                  # one's own inputs
    hw.submit(answers)                         # a receipt and a report

No reference solution is in here, and nothing goes over the network but where `login` was called or one's own inputs are asked for.
"""

from ._dgm import DgmError, __version__
from ._homework import Homework, Practice, homework, homeworks
from ._report import Report
from ._session import language, login, logout

__all__ = [
    "DgmError",
    "Homework",
    "Practice",
    "Report",
    "__version__",
    "homework",
    "homeworks",
    "language",
    "login",
    "logout",
]
