"""The real programme, watched: ready and live while its database goes and comes, metrics of all its processes, traces
to a collector, its log as lines of JSON."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from phoihop.site.watching import traces
from tests.browser.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.once]
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TOKEN = "planted-token-7Lr2Zk3v"


class Collector(http.server.BaseHTTPRequestHandler):
    """Takes spans as a collector does, and keeps them."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            import gzip

            body = gzip.decompress(body)
        for batch in ExportTraceServiceRequest.FromString(body).resource_spans:
            resource = {one.key: one.value.string_value for one in batch.resource.attributes}
            for scope in batch.scope_spans:
                self.server.spans += [(resource, span) for span in scope.spans]
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments):
        """Silent."""


@pytest.fixture(scope="module")
def collector():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    server.spans = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def house(tmp_path_factory, collector):
    more = {
        "PHOIHOP_LOG_FORMAT": "json",
        "PHOIHOP_LOG_REQUESTS": "yes",
        "PHOIHOP_NODE": "may-thu",
        "PHOIHOP_TICK_SECONDS": "1",
        "PHOIHOP_DRAIN_SECONDS": "2",
        "PHOIHOP_PROXIES": "127.0.0.1",
        "PHOIHOP_OTLP_URL": f"http://127.0.0.1:{collector.server_port}/v1/traces",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
    }
    served = Served(tmp_path_factory.mktemp("watched") / "data", workers=2, more=more)
    served.seed("unplayed")
    served.start()
    yield served
    served.stop()


def ask(house, path, **heads):
    request = urllib.request.Request(house.url + path, headers=heads)
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read().decode()


def until(look, seconds=30.0):
    """What `look()` gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")


def log_of(house):
    return (house.data / "served.log").read_text(encoding="utf-8").splitlines()


def test_metrics_add_up_all_processes_of_the_node(house):
    for _time in range(20):  # by whichever worker
        ask(house, "/healthz/live")

    def told():
        _status, _heads, text = ask(house, "/metrics")
        kinds = set(re.findall(r'phoihop_process_resident_bytes\{pid="\d+",process="(\w+)"\}', text))
        clock = re.search(r'phoihop_step_seconds_count\{kind="clock",name="obligations"\} (\S+)', text)
        beats = set(re.findall(r'phoihop_heartbeat_age_seconds\{node="may-thu",process="(\w+)"\}', text))
        is_whole = {"web", "tick", "attend"} <= kinds and clock and {"web", "tick", "attend"} <= beats
        return text if is_whole else None

    text = until(told)
    count = re.search(r'phoihop_requests_total\{door="live",method="GET",status="200"\} (\S+)', text)
    assert float(count[1]) >= 20
    assert "phoihop_clock_age_seconds" in text
    assert 'phoihop_info{node="may-thu"' in text


def test_a_span_of_a_request_and_of_the_listener_it_caused(house, collector):
    heads = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    status, answer, _text = ask(house, "/healthz/ready", **heads)
    assert status == 200
    number = answer["X-Request-ID"]
    assert number.startswith(TRACE)
    of_it = until(
        lambda: [pair for pair in collector.spans if pair[1].span_id.hex() == f"{traces.span_of(number):016x}"]
    )
    resource, span = of_it[0]
    assert span.trace_id.hex() == TRACE
    assert span.parent_span_id.hex() == "00f067aa0ba902b7"
    assert resource["service.name"] == "phoihop-web"
    values = {one.key: one.value for one in span.attributes}
    assert values["http.route"].string_value == "ready"
    assert values["http.response.status_code"].int_value == 200
    assert values["phoihop.queries"].int_value >= 1
    assert until(lambda: "clock obligations" in {span.name for _resource, span in collector.spans})
    assert TOKEN not in str(collector.spans)


def test_every_line_of_the_log_is_an_object_without_keys(house):
    ask(house, f"/l/{TOKEN}/?token={TOKEN}")
    ask(house, f"/lich/{TOKEN}.ics")

    def lines():
        found = [line for line in log_of(house) if line.startswith("{")]
        return found if any('"door": "desk:feed"' in line for line in found) else None

    found = [json.loads(line) for line in until(lines)]
    assert {line["node"] for line in found} == {"may-thu"}
    assert {line["process"] for line in found if line["logger"] == "phoihop.requests"} == {"web"}
    assert TOKEN not in "\n".join(log_of(house))
    plain = [line for line in log_of(house) if not line.startswith("{")]
    assert not [line for line in plain if line and not line.startswith(("Phối Hợp:", "Tài khoản", "  ", "phoihop:"))]


def test_told_to_stop_it_says_not_ready_first_and_goes_on_answering(house):
    """The last one: the house is stopped."""
    os.kill(house.children[0].pid, signal.SIGTERM)
    _status, _heads, text = until(lambda: (told := ask(house, "/healthz/ready"))[0] == 503 and told, seconds=1.9)
    assert json.loads(text)["stopping"] != "ok"
    assert ask(house, "/healthz/live")[0] == 200
    assert house.children[0].wait(20) == 0


# ── a database that stops ───────────────────────────────────────────────────────────────────────────────────────


class Cluster:
    """A PostgreSQL of its own on loopback, of the user postgres where the tests run as root."""

    def __init__(self, place):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            pytest.skip("no PostgreSQL server on this machine: apt-get install postgresql")
        self.programs, self.place = found[-1].parent, place
        self.user = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
        if os.getuid() != 0:
            self.user = []
        else:
            shutil.chown(place, "postgres", "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.run("initdb", "-D", f"{place}/db", "-U", "phoihop", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")

    @property
    def url(self):
        return f"postgresql://phoihop@127.0.0.1:{self.port}/postgres"

    def run(self, program, *words):
        command = [*self.user, str(self.programs / program), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def start(self):
        how = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.place} -c fsync=off"
        self.run("pg_ctl", "-D", f"{self.place}/db", "-w", "-l", f"{self.place}/log", "-o", how, "start")

    def stop(self):
        self.run("pg_ctl", "-D", f"{self.place}/db", "-w", "-m", "fast", "stop")


def test_the_database_goes_and_comes_back(tmp_path):
    with tempfile.TemporaryDirectory(prefix="phoihop-watched-") as place:
        cluster = Cluster(Path(place))
        cluster.start()
        house = Served(tmp_path / "data", more={"PHOIHOP_DATABASE_URL": cluster.url})
        try:
            house.seed("empty")
            house.start(("web",))
            assert ask(house, "/healthz/ready")[0] == 200
            cluster.stop()
            status, _heads, text = ask(house, "/healthz/ready")
            assert (status, json.loads(text)["database"]) == (503, "not reached")
            assert ask(house, "/healthz/live")[0] == 200
            assert "phoihop_requests_total" in ask(house, "/metrics")[2]
            cluster.start()
            assert until(lambda: ask(house, "/healthz/ready")[0] == 200)
        finally:
            house.stop()
            if (Path(place) / "db" / "postmaster.pid").exists():
                cluster.stop()
