"""How fast are a change of the config looked at and a class graded anew?

    cargo run --release --example load -- seed --data /tmp/class --students 1000 --homeworks 6 --submissions 5 --real
    python3 benches/regrade.py target/release/dgm /tmp/class

copies the folder that `load seed --real` has filled, starts the binary on the copy, and changes a task of every homework, so that every submission is
concerned: first its points, which the reports decide, then its tolerance, which the files do. Of each change it asks what it would do, then
publishes it and waits for the job that grades anew. Printed are submissions, seconds, submissions a second, and the processor time that the server took for one; the latter is the same on a
machine that does other things too. Exits with 1 where the preview takes more than 10 seconds, or fewer than 5,000 submissions a second are graded.
Needs Linux and Python's own library, nothing else.
"""

import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import serving

SECRET = "07" * 32
PREVIEW_S = 10
A_SECOND = 5000


def main(binary, data):
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        shutil.copy(pathlib.Path(data) / "dgm.sqlite", folder)
        os.chmod(folder, 0o700)
        environment = {"PATH": os.environ["PATH"], "DGM_DATA": folder, "HOME": folder, "DGM_SECRET_KEY": SECRET}
        run = {"env": environment, "check": True, "capture_output": True, "text": True}
        subprocess.run([binary, "migrate"], **run)
        subprocess.run([binary, "user", "add", "bench-teacher", "--role", "teacher"], **run)
        token = subprocess.run([binary, "user", "token", "bench-teacher", "--name", "bench"], **run).stdout.split()[-1]
        with serving.Server(binary, environment) as server:
            return measure(server, token)


def measure(server, token):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    headers = {"authorization": f"Bearer {token}"}

    def ask(method, path, body=None, **more):
        connection.request(method, path, body=body, headers={**headers, **more})
        answer = connection.getresponse()
        return answer, answer.read()

    course = json.loads(ask("GET", "/api/v1/course")[1])["toml"]
    kind = {"content-type": "application/toml"}
    print("| work | submissions | s | a second | processor, ms each | memory, MB |\n| --- | ---: | ---: | ---: | ---: | ---: |")

    def row(name, count, begun, used):
        took, used = time.perf_counter() - begun, server.processor() - used
        print(f"| {name} | {count:,} | {took:.1f} | {count / took:,.0f} | {1000 * used / count:.3f} | {server.memory()} |", flush=True)
        return took

    def change(what, config):
        """Whether the change is previewed and graded anew as quickly as it should be."""
        begun, used = time.perf_counter(), server.processor()
        answer, body = ask("PUT", "/api/v1/course?dry_run=true&note=bench", config, **kind)
        if answer.status != 200:
            sys.exit(body.decode())
        impact = json.loads(body)["impact"]
        previewed = row(f"preview of {what}", impact["graded"], begun, used)
        well = impact["graded"] == impact["total"] and previewed <= PREVIEW_S
        answer, body = ask("PUT", "/api/v1/course?note=bench&regrade=false", config, **kind)
        if answer.status != 200:
            sys.exit(body.decode())
        begun, used = time.perf_counter(), server.processor()
        _, body = ask("POST", "/api/v1/regrade")
        job = json.loads(body)["job"]
        while True:
            told = json.loads(ask("GET", f"/api/v1/jobs/{job}")[1])
            if told["state"] not in ("waiting", "running"):
                break
            time.sleep(0.2)
        took = row(f"regrade by {what}", told["done"], begun, used)
        return well and told["state"] == "done" and told["done"] / took >= A_SECOND

    # The first task of every homework: all of it or nothing; then what is right.
    points = re.sub(r"(\[\[homework\]\].*?partial = )true", r"\1false", course, flags=re.S)
    tolerances = re.sub(
        r"(\[\[homework\]\].*?\[\[homework\.task\]\]\n)", r"\1tolerance = { rtol = 3e-3, atol = 3e-4 }\n", points, flags=re.S
    )
    well = [change("points", points.encode()), change("tolerances", tolerances.encode())]
    return 0 if all(well) else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
