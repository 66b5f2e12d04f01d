"""The package as a student uses it, offline."""

import http.server
import json
import subprocess
import sys
import threading
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import dgm
from dgm._arrays import as_array, from_npz, to_npz
from dgm._report import Report
from dgm._session import remote


@pytest.fixture(autouse=True)
def english():
    dgm.language("en")
    dgm.logout()


def right(hw, task, seed=0):
    return {f"{task}.{name}": value for name, value in hw.practice(seed).expected[task].items()}


def test_every_homework_is_carried_and_its_right_answers_are_right():
    assert dgm.homeworks() == ["elbo", "reparameterization", "flows", "gan", "fid", "ddpm"]
    for name in dgm.homeworks():
        hw = dgm.homework(name)
        for seed in hw.seeds:
            p = hw.practice(seed)
            answers = {f"{t}.{o}": v for t, own in p.expected.items() for o, v in own.items()}
            report = p.check(answers)
            assert report.all_right, str(report)
            assert len(report.data["tasks"]) == len(hw.tasks)
            assert report.points == report.max_points


def test_answers_are_checked_by_the_practice_inputs_that_they_are_for():
    hw = dgm.homework("elbo")
    report = hw.check(right(hw, "gaussian_kl", seed=3))
    assert report.all_right and report.data["inputs"]["seed"] == 3, str(report)
    mark = hw.practice(2).inputs["dgm"]["inputs"]
    report = hw.check({**right(hw, "gaussian_kl", seed=3), "dgm.inputs": mark}, seed=3)
    assert report.all_right and "practice seed 2" in str(report)
    with pytest.raises(dgm.DgmError, match="server"):
        hw.check({**right(hw, "gaussian_kl"), "dgm.inputs": np.array([3, 4])})
    assert not hw.check({"gaussian_kl.kl": np.zeros(3)}).all_right


def test_inputs_are_read_only_arrays():
    inputs = dgm.homework("elbo").practice(0).inputs
    mean = inputs["gaussian_kl"]["mean_p"]
    assert mean.dtype == np.float64
    with pytest.raises(ValueError):
        mean += 1


def test_a_known_mistake_has_a_hint_and_numbers():
    hw = dgm.homework("elbo")
    answers = right(hw, "gaussian_kl")
    report = hw.check({"gaussian_kl.kl": -answers["gaussian_kl.kl"]})
    assert not report.all_right
    assert report.verdict("gaussian_kl") == "wrong"
    assert "expected" in str(report) and "got" in str(report)
    assert "sign" in str(report)
    assert "<table>" in report._repr_html_()
    dgm.language("ru")
    assert "неверно" in str(dgm.homework("elbo").check({"gaussian_kl.kl": -answers["gaussian_kl.kl"]}))


def test_what_holds_numbers_is_taken():
    for value in (1, 1.5, True, [1.0, 2.0], [[1], [2]], np.float16(2), np.arange(3, dtype=">i4"), (1, 2)):
        assert as_array("a.b", value).dtype.kind in "biuf"

    class Tensor:
        """What PyTorch's tensor with a gradient does."""

        dtype = "torch.bfloat16"

        def detach(self):
            return self

        cpu = float = resolve_conj = resolve_neg = detach

        def numpy(self):
            return np.ones(3, np.float32)

    assert as_array("a.b", Tensor()).shape == (3,)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "None"),
        ({"a": 1}, "dict"),
        ([[1], [2, 3]], "lengths"),
        ("text", "real numbers"),
        (1j, "real numbers"),
        ([1.0, None], "None among the numbers"),
        ([[1.0, 2.0], [None, 3.0]], "None among the numbers"),
        ([Decimal("1.5"), 2], r"\(Decimal\), not numbers"),
        (Fraction(1, 3), r"\(Fraction\), not numbers"),
        (np.array([1.0, 2.0], dtype=object), r"\(float\), not numbers"),
    ],
)
def test_what_is_no_array_is_named(value, says):
    with pytest.raises(dgm.DgmError, match=says):
        as_array("a.b", value)


def test_what_pandas_has_no_number_for_is_named():
    """Its NA and NaT compare to nothing, not even to themselves."""

    def odd(name, shown):
        own = {"__eq__": lambda *_: NotImplemented, "__str__": lambda _: shown, "__hash__": object.__hash__}
        return type(name, (), own)()

    for one, shown in ((odd("NAType", "<NA>"), "<NA>"), (odd("NaTType", "NaT"), "NaT")):
        with pytest.raises(dgm.DgmError, match=f"{shown} among the numbers"):
            as_array("a.b", [1, one])


def told(language, share, receipt=None, time_zone=None):
    """A report of one output that is wrong but for this share."""
    output = {"output": "x", "verdict": "wrong", "within_tolerance": share, "expected_shape": [256]}
    output.update(worst_index=[3], max_abs_error=0.25)
    task = {"task": "elbo/t", "verdict": "wrong", "points": "0.5", "max_points": "2", "outputs": [output]}
    data = {"homework": "elbo", "points": "7.5", "max_points": "13", "tasks": [task]}
    return str(Report(data, language, receipt=receipt, time_zone=time_zone))


def test_all_and_nothing_are_only_said_of_all_and_nothing():
    for share, english, russian in (
        (255 / 256, "99.9%", "99,9\N{NO-BREAK SPACE}%"),
        (1 / 256, "0.1%", "0,1\N{NO-BREAK SPACE}%"),
        (0.125, "13%", "13\N{NO-BREAK SPACE}%"),
        (0.0, "0%", "0\N{NO-BREAK SPACE}%"),
    ):
        assert f" {english} within tolerance" in told("en", share)
        assert f" {russian} в пределах допуска" in told("ru", share)


def test_numbers_and_dates_are_those_of_the_pages():
    receipt = {"id": 7, "received_at": "2026-11-28T21:40:28.46Z"}
    english = told("en", 0.5, receipt, "Europe/Moscow")
    russian = told("ru", 0.5, receipt, "Europe/Moscow")
    assert "7.5 of 13" in english and "error 0.25 at [3]" in english
    assert "7,5 из 13" in russian and "0,5 из 2" in russian and "ошибка 0,25 в [3]" in russian
    assert "received 29 November, 00:40 MSK, number 7" in english
    assert "получено 29 ноября, 00:40 МСК, номер 7" in russian
    # Without the zone of the course that of this machine, and what is no instant as it is.
    assert "received 2" in told("en", 0.5, receipt) and "T21:40" not in told("en", 0.5, receipt, "No/Where")
    assert "received soon, number 1" in told("en", 0.5, {"id": 1, "received_at": "soon"})


def test_nested_answers_and_one_task():
    hw = dgm.homework("elbo")
    kl = right(hw, "gaussian_kl")["gaussian_kl.kl"]
    for report in (hw.check({"gaussian_kl": {"kl": kl}}), hw.check({"gaussian_kl.kl": kl}, "gaussian_kl")):
        assert [t["task"] for t in report.data["tasks"]] == ["elbo/gaussian_kl"]
        assert report.all_right
    # The homework's name may stand before a key, although this one has a task of the same name.
    for before in ("elbo.", "elbo/"):
        report = hw.check({f"{before}gaussian_kl.kl": kl})
        assert [t["task"] for t in report.data["tasks"]] == ["elbo/gaussian_kl"] and report.all_right
    own = right(hw, "elbo")
    for answers in (own, {f"elbo.{key}": value for key, value in own.items()}):
        report = hw.check(answers)
        assert [t["task"] for t in report.data["tasks"]] == ["elbo/elbo"] and report.all_right
    with pytest.raises(dgm.DgmError):
        hw.check({"gaussian_kl.kl": kl}, "gausian_kl")
    with pytest.raises(dgm.DgmError):
        dgm.homework("elbow")
    with pytest.raises(dgm.DgmError):
        hw.practice(99)


def test_the_same_answers_are_the_same_bytes():
    arrays = {"b.x": np.arange(3.0), "a.y": np.float64(1)}
    assert to_npz(arrays) == to_npz(dict(reversed(list(arrays.items()))))
    back = from_npz(to_npz(arrays))
    assert back["b"]["x"].tolist() == [0, 1, 2] and back["a"]["y"].shape == ()


def test_without_a_server_it_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.delenv("DGM_TOKEN", raising=False)
    monkeypatch.delenv("DGM_SERVER", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(dgm.DgmError):
        dgm.homework("elbo").inputs
    with pytest.raises(dgm.DgmError):
        dgm.login("http://example.org", "dgm_token")


def test_a_token_goes_to_its_own_server(monkeypatch, tmp_path):
    monkeypatch.delenv("DGM_TOKEN", raising=False)
    monkeypatch.delenv("DGM_SERVER", raising=False)
    for variable in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    # Nothing says which server it is for.
    with pytest.raises(dgm.DgmError, match="DGM_SERVER"):
        dgm.login(token="dgm_mine")
    monkeypatch.setenv("DGM_TOKEN", "dgm_mine")
    with pytest.raises(dgm.DgmError, match="DGM_SERVER"):
        dgm.login()
    monkeypatch.delenv("DGM_TOKEN")

    asked = []

    class Told(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.headers["authorization"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Told) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        # The file's address, and not its token.
        config = tmp_path / "dgm" / "config.toml"
        config.parent.mkdir()
        config.write_text(f'server = "{url}"\ntoken = "dgm_another"\n')
        config.chmod(0o600)
        dgm.login(token="dgm_mine")
        remote().get("grade")
        # The environment's token is of no server that a file names.
        monkeypatch.setenv("DGM_TOKEN", "dgm_third")
        with pytest.raises(dgm.DgmError, match="DGM_SERVER"):
            dgm.login()
        monkeypatch.setenv("DGM_SERVER", url)
        dgm.login()
        remote().get("grade")
        server.shutdown()
    assert asked == ["Bearer dgm_mine", "Bearer dgm_third"]


def test_the_command(tmp_path):
    command = [sys.executable, "-m", "dgm"]
    done = subprocess.run([*command, "final", "95.99", "--format", "json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["final_grade"] == 9
    file = tmp_path / "inputs.npz"
    subprocess.run([*command, "inputs", "gan", "-o", str(file)], check=True, capture_output=True)
    assert np.load(file).files
    done = subprocess.run([*command, "solve", "gan", "--inputs", str(file), "-o", "x.npz"], capture_output=True, text=True)
    assert done.returncode == 2


def test_faults_are_told_in_russian_too():
    dgm.language("ru")
    with pytest.raises(dgm.DgmError, match="словарь"):
        as_array("a.b", {"a": 1})
    with pytest.raises(dgm.DgmError, match="ключ"):
        dgm.homework("elbo").check({1: 2})
