"""What watching costs: processor time a request of the layer that counts, with files shared by processes; of a traced
one; of a masked line of the log; and of a scrape.

.venv/bin/python -m benchmarks.watching [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

LOOPS = 2000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="phoihop-watching-") as folder:
        os.environ |= {"PHOIHOP_DATA": folder, "DJANGO_SETTINGS_MODULE": "phoihop.site.settings"}
        from phoihop.site.watching import numbers

        numbers.begin("web", Path(folder))
        import django

        django.setup()
        _requests(rounds)
        _lines(rounds)
        _scrape(rounds)
        _traced(rounds)
    return 0


def _requests(rounds: int) -> None:
    from phoihop.site.watching import counters

    counters.start()
    bare, watched = _of_layer(rounds, is_watched=False), _of_layer(rounds, is_watched=True)
    _tell("a watched request, more than a bare one", [b - a for a, b in zip(bare, watched, strict=True)])


def _of_layer(rounds: int, *, is_watched: bool) -> list[float]:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from phoihop.site.middleware import RequestNumber
    from phoihop.site.watching.requests import Watched

    request = RequestFactory().get("/lam-viec/")

    def answer(_request: Any) -> HttpResponse:
        return HttpResponse("x")

    layer = RequestNumber(Watched(answer) if is_watched else answer)
    return [_cpu(lambda: layer(request)) for _round in range(rounds)]


def _lines(rounds: int) -> None:
    import logging

    from phoihop.site.options import options
    from phoihop.site.watching.logs import FIELDS, Objects
    from phoihop.site.watching.masking import Mask

    formatter = Objects(mask=Mask([options().secret_key or "some secret of the house"]), node="one")
    record = logging.LogRecord("phoihop.requests", logging.INFO, "", 0, "answered", (), None)
    fields = {"method": "GET", "door": "desk:today", "status": 200, "ms": 12.3, "cpu_ms": 9.1, "queries": 14}
    setattr(record, FIELDS, fields | {"actor": "person"})
    _tell("a line of a request as JSON, masked", [_cpu(lambda: formatter.format(record)) for _round in range(rounds)])


def _scrape(rounds: int) -> None:
    from phoihop.site.watching import counters, gauges

    for door in range(150):
        counters.REQUESTS.labels(f"room:door{door}", "GET", 200).inc()
        counters.SECONDS.labels(f"room:door{door}").observe(0.01)
    _tell("a scrape of 150 doors", [_cpu(gauges.of_processes, loops=5) for _round in range(rounds)])


def _traced(rounds: int) -> None:
    from phoihop.site.watching import traces

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Taker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    traces.begin(f"http://127.0.0.1:{server.server_port}/v1/traces", kind="web", node="one", version="1")
    _tell("a watched and traced request, whole", _of_layer(rounds, is_watched=True))
    traces.end()
    server.shutdown()
    server.server_close()


def _cpu(do: Callable[[], Any], *, loops: int = LOOPS) -> float:
    """Milliseconds of this thread's processor time for one."""
    do()
    began = time.thread_time()
    for _loop in range(loops):
        do()
    return (time.thread_time() - began) / loops * 1000


def _tell(figure: str, values: list[float]) -> None:
    spread = {"median_ms": round(statistics.median(values), 4), "worst_ms": round(max(values), 4)}
    print(json.dumps({"figure": figure, **spread, "rounds": len(values)}), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
