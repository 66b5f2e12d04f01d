"""One person takes what one person can: does everybody else still get their pages, and how much memory does the server hold?

    python3 benches/greedy.py target/release/dgm

starts the binary on a folder of its own and a free port of the loopback, makes a greedy student and another one, and lets the greedy one

- send 200 files of 16 MB at once, all with one token,
- hold 100 uploads open a byte short of their end,
- send 30 files of 15 MB of names that no task asks for, then fetch them all at once,
- open 1,100 connections that say nothing, against a server that may open 1,024 files.

Meanwhile the other student asks for a page again and again. Printed are his slowest answer, the most memory that the server held (VmHWM), what
the database takes on the disk, and how the attacks were answered. Exits with 1 where a page took longer than half a second or the memory was
more than 512 MB. Needs Linux and Python's own library, nothing else; takes two or three minutes.
"""

import collections
import http.client
import json
import os
import pathlib
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time

import serving

MB = 1 << 20
SLOWEST = 0.5
MOST_MEMORY = 512


class Server(serving.Server):
    def __init__(self, binary, files=None):
        self.folder = tempfile.TemporaryDirectory()
        self.environment = {"PATH": os.environ["PATH"], "DGM_DATA": self.folder.name, "HOME": self.folder.name}
        self.binary = binary
        self.tokens = {}
        for login in ("greedy", "other"):
            self.run("user", "add", login, "--role", "student")
            self.tokens[login] = self.run("user", "token", login, "--name", "test").split()[-1]
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))) if files else None
        super().__init__(binary, self.environment, limit)

    def run(self, *arguments):
        return subprocess.run([self.binary, *arguments], env=self.environment, check=True, capture_output=True, text=True).stdout

    def disk(self):
        return sum(f.stat().st_size for f in pathlib.Path(self.folder.name).rglob("*") if f.is_file()) // MB

    def get(self, login, path, timeout=60):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        link.request("GET", path, headers={"Authorization": f"Bearer {self.tokens[login]}"})
        answer = link.getresponse()
        answer.read()
        link.close()
        return answer.status

    def post(self, body, send=None):
        """The status of an upload by the greedy student; `send` bytes of it are sent, then nothing more for a while."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=120) as link:
                head = f"POST /api/v1/homeworks/elbo/submissions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.tokens['greedy']}\r\n"
                link.sendall(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode())
                try:
                    link.sendall(memoryview(body)[: send or len(body)])
                except (BrokenPipeError, ConnectionResetError):
                    pass
                if send:
                    link.settimeout(20)
                answer = link.recv(64).decode(errors="replace").split(" ")
                while link.recv(MB):
                    pass
                return answer[1] if len(answer) > 1 else "closed"
        except TimeoutError:
            return "waits"
        except OSError as error:
            return type(error).__name__

    def stop(self):
        self.process.terminate()
        begun = time.monotonic()
        self.process.wait(60)
        return time.monotonic() - begun


class Other(threading.Thread):
    """Asks for a page ten times a second and notes how long the slowest took."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.times, self.failed, self.ended = server, [], 0, threading.Event()

    def run(self):
        while not self.ended.wait(0.1):
            begun = time.monotonic()
            try:
                if self.server.get("other", "/api/v1/homeworks") != 200:
                    self.failed += 1
            except OSError:
                self.failed += 1
            self.times.append(time.monotonic() - begun)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.join(120)


def at_once(count, work):
    found = collections.Counter()

    def one(number):
        found[work(number)] += 1

    threads = [threading.Thread(target=one, args=(n,), daemon=True) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)
    return dict(found)


def names(number):
    """15 MB of names of 15,000 letters."""
    return json.dumps({f"{number:06}-{name:06}-" + "x" * 15_000: 1 for name in range(1000)}).encode()


def tell(what, server, other, found):
    slowest, memory = max(other.times, default=0.0), server.memory()
    well = slowest <= SLOWEST and memory <= MOST_MEMORY and not other.failed
    print(
        f"{'ok ' if well else 'BAD'} {what}: {found}; others {len(other.times)} pages, {other.failed} failed, slowest {slowest:.3f} s; "
        f"{memory} MB of memory, {server.disk()} MB on disk",
        flush=True,
    )
    return well


def main(binary):
    well = True
    server = Server(binary)
    numbers = b'{"gaussian_kl.kl": [' + b"1.5, " * ((16 * MB - 64) // 5) + b"1]}"
    with Other(server) as other:
        found = at_once(200, lambda _: server.post(numbers))
    well &= tell("200 files of 16 MB at once", server, other, found)
    with Other(server) as other:
        found = at_once(100, lambda _: server.post(numbers, send=len(numbers) - 1))
    well &= tell("100 uploads held open", server, other, found)
    server.stop()

    server = Server(binary)
    with Other(server) as other:
        found = collections.Counter(server.post(names(number)) for number in range(30))
    well &= tell("30 files of names", server, other, dict(found))
    with Other(server) as other:
        found = at_once(60, lambda n: server.get("greedy", f"/api/v1/submissions/{n % 30 + 1}/file" if n % 2 else f"/api/v1/submissions/{n % 30 + 1}"))
        time.sleep(1)
    well &= tell("his reports and files, 60 at once", server, other, found)
    server.stop()

    server = Server(binary, files=1024)
    silent = []
    begun = time.monotonic()
    for _ in range(1100):
        try:
            silent.append(socket.create_connection(("127.0.0.1", server.port), timeout=2))
        except OSError:
            break
    with Other(server) as other:
        time.sleep(15)
    found = {"opened": len(silent), "after": f"{time.monotonic() - begun:.0f} s"}
    well &= tell("silent connections", server, other, found)
    half = socket.create_connection(("127.0.0.1", server.port), timeout=5)
    half.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
    took = server.stop()
    print(f"{'ok ' if took < 16 else 'BAD'} stop with half a request open: {took:.1f} s")
    return 0 if well and took < 16 else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
