"""The server under load, in the tables of benches/README.md; `just benchmarks` runs it.

    cargo build --release --bin dgm --example load
    python3 benches/server.py [--postgres postgres://…] [--students 2000] [--rounds 3] [--target target/release]

seeds a class, plays the submissions of a deadline against dgm and against the shortest handler that makes what is sent last, in turns, and then the
last ten minutes, by page and by token: on SQLite, there by token alone too, and, where a PostgreSQL server is named, on PostgreSQL with one process and
with three behind a small proxy. On that
server two databases are made and dropped, by `psql`. Beside the requests it prints what the machine did meanwhile, so what ran out first.
Needs Linux and Python's own library, nothing else; it speaks to this machine alone.
"""

import argparse
import datetime
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

SECRET = "07" * 32
PORT = 8330
ROW = ["request", "number", "failed", "a second", "mean ms", "p50", "p95", "p99"]


def machine():
    cpu = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())[1]) >> 20
    load = pathlib.Path("/proc/loadavg").read_text().split()[0]
    return (f"{datetime.date.today()}, {os.cpu_count()} cores ({cpu[1] if cpu else 'of another kind'}), {memory} GiB of memory, "
            f"load {load} before it began; client and server on the same cores.")


class Spent:
    """What the machine and some processes did since."""

    def __init__(self, servers):
        self.servers, self.begun = servers, time.monotonic()
        self.at = self.read()

    def read(self):
        cores = [int(n) for n in pathlib.Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
        disks = [line.split() for line in pathlib.Path("/proc/diskstats").read_text().splitlines()]
        busy = max((int(d[12]) for d in disks if not d[2].startswith(("loop", "ram"))), default=0)
        used = 0
        for server in self.servers:
            fields = pathlib.Path(f"/proc/{server.pid}/stat").read_text().rsplit(") ", 1)[1].split()
            used += int(fields[11]) + int(fields[12])
        return sum(cores), cores[3] + cores[4], busy, used * 10

    def told(self, requests):
        total, idle, disk, used = (now - then for now, then in zip(self.read(), self.at))
        lasted = time.monotonic() - self.begun
        return (f"cores busy {100 - 100 * idle / max(total, 1):.0f} %, disk busy {disk / lasted / 10:.0f} %, "
                f"{used / max(requests, 1):.2f} ms of a core in the server a request")


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        target = pathlib.Path(arguments.target)
        self.dgm, self.load = str(target / "dgm"), str(target / "examples" / "load")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dgm-load-", dir=arguments.folder))
        self.running, self.ports = [], iter(range(PORT, PORT + 1000))

    def start(self, *command):
        """Starts a server, and waits until it takes connections."""
        port = next(self.ports)
        environment = dict(os.environ, DGM_SECRET_KEY=SECRET)
        with open(self.folder / f"{port}.log", "w") as log:
            server = subprocess.Popen([*command, "--listen", f"127.0.0.1:{port}"], env=environment, stdout=log, stderr=log)
        self.running.append(server)
        for _ in range(600):
            if server.poll() is not None:
                sys.exit(pathlib.Path(log.name).read_text())
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return server, f"127.0.0.1:{port}"
            time.sleep(0.1)
        sys.exit(f"{command[0]} does not listen")

    def stop(self):
        for server in reversed(self.running):
            server.terminate()
            server.wait()
        self.running.clear()

    def seed(self, data, *more):
        seed = [self.load, "seed", "--data", str(data), "--students", str(self.arguments.students), "--homeworks", "1", "--submissions", "2"]
        subprocess.run([*seed, *more], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def play(self, data, address, *more):
        command = [self.load, "run", "--data", str(data), "--server", address, "--students", str(self.arguments.students), *more]
        played = subprocess.run(command, capture_output=True, text=True)
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in played.stdout.splitlines() if line.startswith("| ")]
        rows = [row for row in rows if len(row) == len(ROW) and row[1].isdigit()]
        if not rows:
            sys.exit(played.stdout + played.stderr)
        return rows

    def submissions(self):
        print("\n| submissions, 32 at once | a second | p50, ms | p95, ms | failed |\n| --- | --- | --- | --- | --- |")
        data = self.folder / "sent"
        self.seed(data)
        bare = self.start(self.load, "bare", "--file", str(self.folder / "bare.sqlite"))
        ours = self.start(self.dgm, "serve", "--data", str(data))
        found, spent = {"shortest handler": [], "dgm": []}, []
        for number in range(self.arguments.rounds):
            for name, (server, address) in (("shortest handler", bare), ("dgm", ours)):
                since = Spent([server])
                more = ["--submissions", "--at-once", "32", "--times", "2", "--from", str(20 + 2 * number)]
                whole = self.play(data, address, *more)[-1]
                found[name].append(whole)
                spent.append(f"{name}: {since.told(int(whole[1]))}")
                print(f"| {name} | {whole[3]} | {whole[5]} | {whole[6]} | {whole[2]} |", flush=True)
        for name, rows in found.items():
            print(f"| {name}, median | {statistics.median(int(row[3]) for row in rows):.0f} | {statistics.median(float(row[5]) for row in rows):.0f} | "
                  f"{statistics.median(float(row[6]) for row in rows):.0f} | {sum(int(row[2]) for row in rows)} |")
        print("\n" + "\n".join(spent))
        self.stop()

    def ten_minutes(self, title, data, servers, address, *more):
        print(f"\n{title}\n\n| {' | '.join(ROW)} |\n|{' --- |' * len(ROW)}")
        since = Spent(servers)
        rows = self.play(data, address, "--at-once", "64", *more)
        for row in rows:
            print(f"| {' | '.join(row)} |")
        held = sum(int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{s.pid}/status").read_text())[1]) for s in servers) >> 10
        print(f"\n{since.told(int(rows[-1][1]))}; the servers held {held} MB at most.", flush=True)
        self.stop()

    def all(self):
        print(machine())
        self.submissions()
        for name, title, more in (("tokens", "SQLite, by token alone", ["--tokens"]), ("sqlite", "SQLite", [])):
            data = self.folder / name
            self.seed(data)
            server, address = self.start(self.dgm, "serve", "--data", str(data))
            self.ten_minutes(f"The last ten minutes, {title}", data, [server], address, *more)
        if not self.arguments.postgres:
            return
        for processes in (1, 3):
            name = f"dgm_load_{os.getpid()}_{processes}"
            psql = ["psql", "--quiet", "--set", "ON_ERROR_STOP=1", self.arguments.postgres, "--command"]
            subprocess.run([*psql, f"create database {name}"], check=True)
            try:
                url = re.sub(r"/[^/]*$", f"/{name}", self.arguments.postgres)
                data = self.folder / name
                self.seed(data, "--database", url)
                started = [self.start(self.dgm, "serve", "--data", str(data / str(n)), "--database", url) for n in range(processes)]
                servers, address = [server for server, _ in started], started[0][1]
                if processes > 1:
                    behind = [part for _, at in started for part in ("--server", at)]
                    _, address = self.start(self.load, "proxy", *behind)
                title = "PostgreSQL" if processes == 1 else f"{processes} processes on PostgreSQL behind a proxy"
                self.ten_minutes(f"The last ten minutes, {title}", data, servers, address)
            finally:
                self.stop()
                subprocess.run([*psql, f"drop database {name} with (force)"], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", help="a PostgreSQL server, as postgres://user:word@127.0.0.1/database")
    parser.add_argument("--students", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--target", default="target/release")
    parser.add_argument("--folder", help="where the databases are made; the disk that is measured")
    bench = Bench(parser.parse_args())
    try:
        bench.all()
    finally:
        bench.stop()
        shutil.rmtree(bench.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
