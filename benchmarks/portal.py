"""The public side: server CPU of a page, requests a second with and without the page cache beside the bare server, and
concerns taken in a second.

    .venv/bin/python -m benchmarks.portal [--articles 2000] [--seconds 4] [--rounds 3]

Makes a data folder of its own and leaves nothing. Every figure is one JSON line. The ceiling is granian answering the
same bytes from a function of three lines, measured in the same run by the same clients, on the same two cores.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

CLIENTS = 2
CONNECTIONS = 4  # of each client, asked in turn
WORDS = "Hạn đăng ký thiết bị giám sát hành trình đã thống nhất giữa các cơ quan và loa xã phát lại từ đầu tháng. "
ARTICLE, LISTING, FRONT = "/tin/TT-kg-2021-0001/", "/tin/", "/"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="phoihop-portal-") as folder:
        os.environ |= {"PHOIHOP_DATA": folder, "PHOIHOP_WORKERS": "2", "PHOIHOP_LOG_LEVEL": "ERROR"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "phoihop.site.settings"
        subprocess.run([sys.executable, "-m", "phoihop", "prepare", "--empty"], check=True, stdout=subprocess.DEVNULL)
        _fill(options.articles)
        for path in (ARTICLE, LISTING, FRONT):
            found = _cpu(path)
            say("cpu without cache", path=path, **found)
            if path == ARTICLE:
                os.environ["TRIVIAL_BYTES"] = str(found["bytes"])
        _served(options.seconds, options.rounds)
        _forms(options.seconds)
    return 0


def say(figure: str, **more: Any) -> None:
    print(json.dumps({"figure": figure, **more}, ensure_ascii=False), flush=True)


def _fill(articles: int) -> None:
    """Articles as an editor would publish them, each with a category, a topic and about 300 words."""
    import django

    django.setup()
    from datetime import UTC, datetime, timedelta

    from phoihop.ground.actor import Actor
    from phoihop.publications import commands as out

    by, at = Actor.system("loader"), datetime(2021, 8, 2, 2, tzinfo=UTC)
    categories = [out.CategoryCopy(key=f"muc-{n}", name=f"Chuyên mục {n}") for n in range(8)]
    out.arrange_categories(categories=categories, by=by, at=at)
    out.write_note(note=out.PortalNote(territory="kg", headline="Đã hứa gì, làm đến đâu"), by=by, at=at)
    began = time.perf_counter()
    for number in range(1, articles + 1):
        copy = out.Copy(
            code=f"TT-kg-2021-{number:04d}",
            territory="kg",
            title=f"Một lịch đăng ký thay hai thông báo khác nhau, số {number}",
            summary=WORDS,
            text="\n\n".join([WORDS * 3] * 5),
            unit_name="Sở Nông nghiệp và Phát triển nông thôn tỉnh Kiên Giang",
            category=f"muc-{number % 8}",
            published_at=at - timedelta(hours=number),
            details=out.ArticleDetails(related=(f"TT-kg-2021-{number + 1:04d}",)),
        )
        out.publish(copy=copy, by=by, at=at)
    say("published", articles=articles, seconds=round(time.perf_counter() - began, 1))


def _cpu(path: str, requests: int = 200) -> dict[str, Any]:
    """One process, Django's whole middleware stack, no cache: wall and CPU of a request, bytes of the page."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    for _ in range(10):
        size = len(client.get(path).content)
    walls = []
    before = resource.getrusage(resource.RUSAGE_SELF)
    for _ in range(requests):
        began = time.perf_counter()
        client.get(path)
        walls.append((time.perf_counter() - began) * 1000)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000 / requests
    walls.sort()
    return {
        "cpu_ms": round(cpu, 2),
        "p50_ms": round(statistics.median(walls), 2),
        "p95_ms": round(walls[int(len(walls) * 0.95)], 2),
        "bytes": size,
    }


# ── the served process ──────────────────────────────────────────────────────────────────────────────────────


def _served(seconds: float, rounds: int) -> None:
    servers = {
        "no cache": ([sys.executable, "-m", "phoihop", "portal"], {"PHOIHOP_PAGE_CACHE_MB": "0"}),
        "page cache": ([sys.executable, "-m", "phoihop", "portal"], {"PHOIHOP_PAGE_CACHE_MB": "32"}),
        "trivial": ([sys.executable, "-m", "benchmarks.portal_trivial"], {}),
    }
    best: dict[str, float] = {}
    for name, (words, more) in servers.items():
        server, port = _start(words, more)
        try:
            for path in (ARTICLE, LISTING) if name != "trivial" else (ARTICLE,):
                runs = [_load(port, path, seconds, server.pid) for _ in range(rounds)]
                runs.sort(key=lambda run: run["requests_s"])
                say(f"served, {name}", path=path, **runs[len(runs) // 2])
                if path == ARTICLE:
                    best[name] = runs[len(runs) // 2]["requests_s"]
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    say("page cache against the bare server", ratio=round(best["page cache"] / best["trivial"], 2), goal=0.7)


def _forms(seconds: float) -> None:
    """Concerns posted to the served process, each from an address of its own (as behind a proxy): durable writes a
    second, and whether every one that was acknowledged is there."""
    from datetime import UTC, datetime, timedelta

    from phoihop.ground.actor import Actor
    from phoihop.intake.models import Input
    from phoihop.portal.forms.tokens import new_token
    from phoihop.publications import commands as out

    by, now = Actor.system("loader"), datetime.now(UTC)
    service = out.ServiceCopy(key="ha-tang", name="Hạ tầng", unit_name="Ủy ban nhân dân tỉnh", answer_days=15)
    out.arrange_services(territory="kg", services=[service], by=by, at=now)
    server, port = _start([sys.executable, "-m", "phoihop", "portal"], {"PHOIHOP_PROXIES": "127.0.0.1"})
    many = int(400 * seconds)
    tokens = [new_token("concern", now - timedelta(minutes=1)) for _ in range(CLIENTS * many)]
    try:
        with multiprocessing.get_context("fork").Pool(CLIENTS) as pool:
            before = _ticks(server.pid)
            parts = [(port, tokens[n * many : (n + 1) * many], n, seconds) for n in range(CLIENTS)]
            told = pool.starmap(_send, parts)
            used = _ticks(server.pid) - before
        acknowledged = sum(map(len, told))
        kept = Input.rows.filter(what="CONCERN").count()
        _flood(port, server.pid)
        more = Input.rows.filter(what="CONCERN").count() - kept
        say("of the flood", taken_in=more)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    times = sorted(time_ms for one in told for time_ms in one)
    say(
        "concern form, durable",
        posts_s=round(len(times) / seconds, 1),
        p50_ms=round(statistics.median(times), 1),
        p95_ms=round(times[int(len(times) * 0.95)], 1),
        cpu_ms=round(used * 1000 / os.sysconf("SC_CLK_TCK") / len(times), 1),
        acknowledged=acknowledged,
        lost=acknowledged - kept,
    )


def _flood(port: int, pid: int, posts: int = 10_000) -> None:
    """Ten thousand posts from one address: the first are taken in, the others cost a look."""
    from datetime import UTC, datetime, timedelta

    from phoihop.portal.forms.tokens import new_token

    token = new_token("concern", datetime.now(UTC) - timedelta(minutes=1))
    body = urllib.parse.urlencode({"text": "Cống tắc", "service": "ha-tang", "place": "", "end": "1"}).encode()
    heads = f"POST /phan-anh/gui/{token}/ HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.7\r\n"
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    connection = socket.create_connection(("127.0.0.1", port))
    answers: dict[str, int] = {}
    before, began = _ticks(pid), time.perf_counter()
    for _ in range(posts):
        connection.sendall((heads + kind).encode() + body)
        status = _read(connection, b"HTTP/1.1 ")
        answers[status] = answers.get(status, 0) + 1
    seconds = time.perf_counter() - began
    connection.close()
    used = (_ticks(pid) - before) * 1000 / os.sysconf("SC_CLK_TCK") / posts
    say("one address, flood", posts=posts, answers=answers, posts_s=round(posts / seconds), cpu_ms=round(used, 2))


def _send(port: int, tokens: list[str], client: int, seconds: float) -> list[float]:
    times, until = [], time.perf_counter() + seconds
    connection = socket.create_connection(("127.0.0.1", port))
    for number, token in enumerate(tokens):
        if time.perf_counter() >= until:
            break
        fields = {"text": f"Cống tắc ở số {number}, tổ {client}", "service": "ha-tang", "place": "", "end": "1"}
        body = urllib.parse.urlencode(fields).encode()
        heads = [
            f"POST /phan-anh/gui/{token}/ HTTP/1.1",
            "Host: localhost",
            f"X-Forwarded-For: 203.{client}.{number // 250}.{number % 250 + 1}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
        began = time.perf_counter()
        connection.sendall("\r\n".join(heads).encode() + b"\r\n\r\n" + body)
        _read(connection, b"HTTP/1.1 302")
        times.append((time.perf_counter() - began) * 1000)
    connection.close()
    return times


def _start(words: list[str], more: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = subprocess.Popen(
        [*words, "--port", str(port)],
        env={**os.environ, **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    return server, port


def _load(port: int, path: str, seconds: float, pid: int) -> dict[str, Any]:
    """Two client processes, each asking over four kept connections in turn; CPU is of the server's processes."""
    with multiprocessing.get_context("fork").Pool(CLIENTS) as pool:
        pool.starmap(_ask, [(port, path, 0.5)] * CLIENTS)  # warm
        before = _ticks(pid)
        told = pool.starmap(_ask, [(port, path, seconds)] * CLIENTS)
        used = _ticks(pid) - before
    times = sorted(time_ms for one in told for time_ms in one)
    return {
        "requests_s": round(len(times) / seconds),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "cpu_ms": round(used * 1000 / os.sysconf("SC_CLK_TCK") / len(times), 3),
    }


def _ask(port: int, path: str, seconds: float) -> list[float]:
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    times, until = [], time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        for connection in connections:
            connection.sendall(request)
        for connection in connections:
            _read(connection)
            times.append((time.perf_counter() - began) * 1000)
    for connection in connections:
        connection.close()
    return times


def _read(connection: socket.socket, wanted: bytes = b"HTTP/1.1 200") -> str:
    """One whole answer by its length; its status."""
    data = connection.recv(65536)
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(wanted):
        raise AssertionError(head[:200])
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head[9:12].decode()


def _ticks(pid: int) -> int:
    """CPU of a process and everything below it."""
    total, front = 0, [pid]
    states: dict[int, tuple[int, int]] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parts = (path / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        states[int(path.name)] = (int(parts[1]), int(parts[11]) + int(parts[12]))
    while front:
        total += sum(states[one][1] for one in front if one in states)
        front = [child for child, (parent, _used) in states.items() if parent in front]
    return total


Start = Callable[..., Any]


def trivial(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """What the server alone can do with a page of this size."""
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(_BODY)))])
    return [_BODY]


_BODY = b"x" * int(os.environ.get("TRIVIAL_BYTES", "12000"))


if __name__ == "__main__":
    sys.exit(main())
