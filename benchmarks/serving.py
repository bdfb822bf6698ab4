"""Memory and latency of the real server: `phoihop serve` with granian, a few readers over loopback, bounded.

PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.serving [--requests N]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    options = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "phoihop", "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        cookie = _session()
        _wait(port)
        print(json.dumps({"figure": "start to first answer", "seconds": round(time.perf_counter() - began, 2)}))
        for path in ("/healthz", "/lam-viec/", "/lam-viec/nghia-vu/"):
            print(
                json.dumps({"figure": f"served {path}", **_latency(port, path, cookie, options.requests)}), flush=True
            )
        print(json.dumps({"figure": "memory of the processes", "mb": _memory(server.pid)}))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
    return 0


def _session() -> str:
    """A signed-in session of the sample's lead officer."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from phoihop.site.country.build import names

    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model()._default_manager.get(username=names()["lead"]))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not come up within 30 seconds")


def _latency(port: int, path: str, cookie: str, requests: int) -> dict[str, float]:
    times = []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    for number in range(requests + 10):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"{path}: {response.status}")
        if number >= 10:
            times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {"p50_ms": round(statistics.median(times), 1), "p95_ms": round(times[int(len(times) * 0.95)], 1)}


def _memory(parent: int) -> dict[str, int]:
    """Resident megabytes of each process of the family, by what it does."""
    found: dict[str, int] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
            words = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            group = os.getpgid(int(status.parent.name))
        except (OSError, ProcessLookupError):
            continue
        if group == parent and "VmRSS" in text:
            kilobytes = int(text.split("VmRSS:")[1].split()[0])
            found[f"{status.parent.name} {words.strip()[-40:]}"] = kilobytes // 1024
    return found


if __name__ == "__main__":
    sys.exit(main())
