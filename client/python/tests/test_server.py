"""The package against a server: DGM_SERVER and DGM_TOKEN of a student name one."""

import os
import urllib.request

import numpy as np
import pytest

import dgm

pytestmark = pytest.mark.skipif("DGM_SERVER" not in os.environ, reason="DGM_SERVER names no server")


@pytest.fixture()
def elbo():
    dgm.language("en")
    dgm.login()
    yield dgm.homework("elbo")
    dgm.logout()


def test_own_inputs_are_sent_for_and_answers_come_back_as_a_report(elbo):
    inputs = elbo.inputs["gaussian_kl"]
    first = elbo.submit({"gaussian_kl.kl": np.zeros(inputs["mean_p"].shape[0])})
    assert first.verdict("gaussian_kl") == "wrong"
    assert first.receipt["id"] > 0
    # Of one's own inputs nothing is told from which the answer follows.
    [task] = [t for t in first.data["tasks"] if t["task"] == "elbo/gaussian_kl"]
    assert task["outputs"][0]["max_abs_error"] is None
    again = elbo.submit({"gaussian_kl.kl": np.zeros(inputs["mean_p"].shape[0])})
    assert again.receipt["id"] == first.receipt["id"]


def test_practice_is_that_of_the_course(elbo):
    p = elbo.practice(0)
    report = p.check({"gaussian_kl.kl": p.expected["gaussian_kl"]["kl"]})
    assert report.all_right


def test_a_page_lets_the_notebook_in(monkeypatch, tmp_path, capsys):
    """Nothing is typed: the page is opened elsewhere, here by a thread with the session of somebody signed in."""
    url, link = os.environ["DGM_SERVER"], os.environ["DGM_LINK"]
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    browser.open(link, data=b"").read()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("DGM_TOKEN")
    shown = []

    def allow(page, code):
        shown.append(code)
        assert code in browser.open(page).read().decode()
        browser.open(url + "/device", data=f"code={code}&do=allow".encode()).read()

    monkeypatch.setattr(dgm._session, "_tell", allow)
    dgm.language("en")
    dgm.login(url)
    assert len(shown) == 1 and dgm.homework("elbo").inputs
    dgm.logout()
    # The next session finds it kept.
    dgm.login(url)
    assert len(shown) == 1
    dgm.logout()


def test_a_wrong_token_is_told(elbo):
    dgm.login(os.environ["DGM_SERVER"], "dgm_nobodys")
    with pytest.raises(dgm.DgmError):
        dgm.homework("elbo")
