"""Freezes what the committed version makes of the sample: tables and rows of both databases, so that every later
version can be tried on data of that one. Run before the version is raised, commit what it writes.

    .venv/bin/python -m tools.freeze_release          writes tests/released/VERSION/
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.world.postgresql import Server

ROOT = Path(__file__).resolve().parents[1]
RELEASED = ROOT / "tests" / "released"
SECRET = "frozen: of the sample alone"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="phoihop-freeze-") as folder:
        work = Path(folder)
        _run(["git", "clone", "--quiet", str(ROOT), str(work / "tree")])
        version = _version(work / "tree")
        place = RELEASED / version
        place.mkdir(parents=True, exist_ok=True)
        data = work / "data"
        _seed(work / "tree", {"PHOIHOP_DATA": str(data)})
        _write(place / "database.sqlite3.sql.gz", _sqlite(data / "phoihop.sqlite3"))
        _write(place / "files.json.gz", json.dumps(_files(data)).encode())
        server = Server(work / "postgresql")
        server.start()
        try:
            other = {"PHOIHOP_DATA": str(work / "other"), "PHOIHOP_DATABASE_URL": server.url()}
            _seed(work / "tree", other)
            dump = ["pg_dump", "--no-owner", "--no-privileges", f"--dbname={server.url()}"]
            _write(place / "database.postgresql.sql.gz", server.run(*dump).encode())
            _write(place / "files.postgresql.json.gz", json.dumps(_files(work / "other")).encode())
        finally:
            server.stop()
    print(f"{place.relative_to(ROOT)}: {sum(path.stat().st_size for path in place.iterdir()) // 1024} kB")
    return 0


def _seed(tree: Path, given: dict[str, str]) -> None:
    """The sample, and what its loading told, heard."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("PHOIHOP_", "DJANGO_"))}
    environment = {**bare, "PYTHONPATH": str(tree), "PHOIHOP_SECRET_KEY": SECRET, **given}
    for words in (["prepare"], ["tick"], ["attend", "--once"], ["ledger", "verify"]):
        _run([sys.executable, "-m", "phoihop", *words], cwd=tree, env=environment)


def _sqlite(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(database.iterdump()).encode()


def _files(data: Path) -> dict[str, str]:
    """Keys, clock and stored files: what the rows need to be read."""
    wanted = [*data.glob("keys/*"), *data.glob("documents/??/*"), data / "clock"]
    return {
        str(path.relative_to(data)): base64.b64encode(path.read_bytes()).decode() for path in wanted if path.is_file()
    }


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(gzip.compress(content, mtime=0))


def _version(tree: Path) -> str:
    line = next(line for line in (tree / "phoihop" / "__init__.py").read_text().splitlines() if "__version__" in line)
    return line.split('"')[1]


def _run(command: list[str], **more: object) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}\n{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
