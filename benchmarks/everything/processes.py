"""Memory of each process that serves the folder: a web worker after its pages, the listener, the clock, as they run.

`rss` counts what is shared with other processes too; `pss` shares that out. The clock keeps its simulated day.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.faults import kernel

START_SECONDS = 120


def memory(cookies: dict[str, str], urls: Sequence[str]) -> Iterator[dict[str, Any]]:
    """`cookies` by reader's name, each of whom asks for all pages; a page that is not for one is a short answer."""
    port = kernel.free_port()
    with _running("web", port) as web:
        _until_up(port)
        before = _all_of(web)
        for cookie in cookies.values():
            _read(port, cookie, urls)
        after = _all_of(web)
        yield _line("web, parent", before[:1], after[:1])
        yield _line("web, worker", before[1:], after[1:])
    for name in ("attend", "tick"):
        with _running(name) as process:
            time.sleep(20)  # it has heard what waited, or struck once
            now = _all_of(process)
            yield _line({"attend": "listener", "tick": "clock"}[name], now, now)


@contextmanager
def _running(name: str, port: int = 0) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", "phoihop", name, *(("--every", "5") if name == "tick" else ())]
    environment = {**os.environ, "PHOIHOP_WORKERS": "1", **({"PHOIHOP_PORT": str(port)} if port else {})}
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:  # in the midst of a long strike of the clock; it rolls back
            process.kill()
            process.wait()


def _until_up(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            if _ask(port, "/healthz", "")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"no web process answers on port {port}")


def _read(port: int, cookie: str, urls: Sequence[str]) -> None:
    for url in urls:
        status, _body = _ask(port, url, cookie)
        if status >= 500:
            raise SystemExit(f"{url}: {status}")


def _ask(port: int, url: str, cookie: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", url, headers={"Host": "localhost", "Cookie": cookie})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _all_of(process: subprocess.Popen[bytes]) -> list[dict[str, float]]:
    return [_memory_of(pid) for pid in (process.pid, *kernel.children_of(process.pid))]


def _memory_of(pid: int) -> dict[str, float]:
    """Megabytes by the kernel's own sums."""
    sums = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = {words[0].rstrip(":"): int(words[1]) for words in map(str.split, sums.splitlines()[1:])}
    return {"rss_mb": kilobytes["Rss"] / 1024, "pss_mb": kilobytes["Pss"] / 1024}


def _line(name: str, before: Sequence[dict[str, float]], after: Sequence[dict[str, float]]) -> dict[str, Any]:
    return {
        "process": name,
        "started_mb": round(max(one["rss_mb"] for one in before)),
        "rss_mb": round(max(one["rss_mb"] for one in after)),
        "pss_mb": round(max(one["pss_mb"] for one in after)),
    }
