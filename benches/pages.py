"""How large are a teacher's pages, and how long do they take, with a class of any size?

    cargo run --release --example load -- seed --data /tmp/class --students 5000 --homeworks 6 --submissions 5
    python3 benches/pages.py target/release/dgm /tmp/class

starts the binary on the folder that `load seed` has filled, comes in by a teacher's link, and asks every page of a teacher ten times, one after the
other. Printed are a row a page: bytes, the median and the slowest of the times in milliseconds, and the processor time of the first and of one of
the others, which is nearly the same on a machine that does other things too: what nothing changed is not read again. Then the files of the
gradebook, and the most memory that the server held (VmHWM) before and after them. Exits with 1 where a page has more than 150 KB, or takes more
than 100 ms in the median.
Needs Linux and Python's own library, nothing else.
"""

import http.client
import os
import statistics
import subprocess
import sys
import time

import serving

SECRET = "07" * 32
MOST_BYTES = 150 * 1024
MOST_MS = 100
TIMES = 10
PAGES = [
    "/gradebook", "/gradebook?sort=-total", "/gradebook?page=30", "/gradebook?only=missing", "/gradebook?q=an", "/roster", "/roster?page=50",
    "/roster?q=an", "/exam", "/links?who=all&days=7", "/requests", "/queue", "/audit", "/audit?kind=exam", "/insight", "/insight/elbo",
    "/insight/elbo/live", "/insight/elbo/gaussian_kl", "/course", "/course/versions", "/regrade", "/sharing", "/lti", "/mail", "/students/s00100",
    "/submissions/1",
]
FILES = ["/gradebook/export?format=csv", "/gradebook/export?format=json", "/gradebook/export?format=xlsx", "/audit.csv"]


def main(binary, data):
    environment = {"PATH": os.environ["PATH"], "DGM_DATA": data, "HOME": data, "DGM_SECRET_KEY": SECRET}
    subprocess.run([binary, "migrate"], env=environment, check=True, capture_output=True)
    added = subprocess.run(
        [binary, "user", "add", "pages-teacher", "--role", "teacher"], env=environment, check=True, capture_output=True, text=True)
    secret = added.stdout.strip().rsplit("/", 1)[-1]
    with serving.Server(binary, environment) as server:
        return measure(server, secret)


def measure(server, secret):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)

    def ask(path, method="GET", headers={}):
        begun = time.perf_counter()
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        return answer, len(body), (time.perf_counter() - begun) * 1000

    entered, _, _ = ask(f"/sign-in/{secret}", "POST", {"content-length": "0"})
    session = {"cookie": entered.getheader("set-cookie").split(";")[0]}
    print(f"memory before: {server.memory()} MB")
    print("| page | bytes | median, ms | slowest, ms | processor, first | others, ms |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    well = True
    for page in PAGES:
        taken, used = [], [server.processor()]
        for _ in range(TIMES):
            answer, size, ms = ask(page, headers=session)
            if answer.status != 200:
                sys.exit(f"{page}: {answer.status}")
            taken.append(ms)
            used.append(server.processor())
        median = statistics.median(taken)
        well &= size <= MOST_BYTES and median <= MOST_MS
        first, others = 1000 * (used[1] - used[0]), 1000 * (used[-1] - used[1]) / (TIMES - 1)
        print(f"| `{page}` | {size:,} | {median:.0f} | {max(taken):.0f} | {first:.0f} | {others:.0f} |", flush=True)
    print(f"memory after the pages: {server.memory()} MB")
    print("| file | bytes | ms |\n| --- | ---: | ---: |")
    for file in FILES:
        answer, size, ms = ask(file, headers=session)
        if answer.status != 200:
            sys.exit(f"{file}: {answer.status}")
        print(f"| `{file}` | {size:,} | {ms:.0f} |")
    print(f"memory after the files: {server.memory()} MB")
    return 0 if well else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
