"""Generates a client from a server's OpenAPI document and calls the server with it.

python3 client.py URL TOKEN: prints the homeworks as the client read them, one a line.
"""

import pathlib
import subprocess
import sys
import tempfile
import urllib.request

# Bodies that the generator does not know by name are bytes to it.
CONFIG = """\
content_type_overrides:
  application/toml: application/octet-stream
  application/zip: application/octet-stream
  text/csv: application/octet-stream
  application/problem+json: application/json
  application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: application/octet-stream
post_hooks: []
"""


def generate(url: str, folder: pathlib.Path) -> None:
    document = folder / "openapi.json"
    with urllib.request.urlopen(f"{url}/api/v1/openapi.json") as answer:
        document.write_bytes(answer.read())
    config = folder / "config.yml"
    config.write_text(CONFIG)
    command = [
        sys.executable, "-m", "openapi_python_client", "generate", "--path", str(document), "--config", str(config),
        "--output-path", str(folder / "generated"), "--meta", "none", "--fail-on-warning",
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"no client could be generated:\n{done.stdout}\n{done.stderr}")


def main() -> None:
    url, token = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        generate(url, folder)
        sys.path.insert(0, name)
        from generated import AuthenticatedClient
        from generated.api.student import list_homeworks, read_grade

        with AuthenticatedClient(base_url=url, token=token) as client:
            for homework in list_homeworks.sync(client=client):
                print(homework.homework, homework.max_points)
            print("final", read_grade.sync(client=client).final_grade)
        with AuthenticatedClient(base_url=url, token="wrong") as client:
            print("problem", list_homeworks.sync(client=client).code)


if __name__ == "__main__":
    main()
