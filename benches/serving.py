"""A server that a benchmark asks, and what it has taken so far."""

import os
import pathlib
import re
import subprocess
import sys


class Server:
    """`dgm serve` on a free port of this machine; it goes with the `with`."""

    def __init__(self, binary, environment, before=None):
        self.process = subprocess.Popen(
            [binary, "serve", "--listen", "127.0.0.1:0", "--log", "error"],
            env=environment, stdout=subprocess.PIPE, text=True, preexec_fn=before,
        )
        for line in self.process.stdout:
            found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found[1])
                return
        sys.exit("the server did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def memory(self):
        """The most that the process ever held, in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024

    def processor(self):
        """Seconds of all threads so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
