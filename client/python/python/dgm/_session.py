"""Which server, and which language."""

from __future__ import annotations

import os
from typing import Optional

from . import _dgm

_OPEN = {
    "en": "Open this page and let the notebook in; it shows the code {code}:\n{page}",
    "ru": "Откройте эту страницу и впустите ноутбук; на ней будет код {code}:\n{page}",
}

_language: Optional[str] = None
_remote: Optional[_dgm.Remote] = None


def language(code: Optional[str] = None) -> str:
    """The language of reports, "en" or "ru"; set where one is given. Unless set, that of the environment or the system."""
    global _language
    if code is not None:
        if code not in ("en", "ru"):
            raise ValueError(f'{code!r} is neither "en" nor "ru"')
        _language = code
    return _language or _dgm.environment_language()


def login(url: Optional[str] = None, token: Optional[str] = None) -> None:
    """Talks to this server from now on.

    A token that is left out is looked up in Colab's secrets (`DGM_TOKEN`), in the environment variable `DGM_TOKEN`, and in the
    file that `dgm login` writes; an address likewise, as `DGM_SERVER`. The variable's token goes to the server of `DGM_SERVER` or
    of `url`, and the file's to its own. Where there is none that works, the address of a page is
    printed: open it, let the notebook in, and it is signed in. Nothing has to be typed or copied.
    """
    _sign_in(url, token, by_page=True)


def _sign_in(url: Optional[str], token: Optional[str], by_page: bool) -> None:
    global _remote
    url = url or _colab("DGM_SERVER") or os.environ.get("DGM_SERVER") or None
    # That of the environment is not given along: it may not go to a server that only a file names.
    token = token or _colab("DGM_TOKEN") or None
    if by_page and token is None and url is not None and not os.environ.get("DGM_TOKEN") and not _dgm.is_signed_in(url, language()):
        token = _dgm.sign_in(url, language(), _tell)
    _remote = _dgm.Remote(url, token, language())


def _tell(page: str, code: str) -> None:
    print(_OPEN[language()].format(page=page, code=code), flush=True)


def logout() -> None:
    """Talks to no server from now on: homeworks are those of the default course."""
    global _remote
    _remote = None


def remote(required: bool = False) -> Optional[_dgm.Remote]:
    """The server that was signed in to; where one is required, also that of the environment or of `dgm login`."""
    if _remote is None and required:
        # Only who asks for it waits for a page.
        _sign_in(None, None, by_page=False)
    return _remote


def _colab(name: str) -> Optional[str]:
    """A secret of Google Colab, where this runs there and has it."""
    try:
        from google.colab import userdata  # type: ignore[import-not-found]
    except ImportError:
        return None
    try:
        return userdata.get(name)
    except Exception:  # It is not there, or this notebook may not read it: each is an exception of its own.
        return None
