"""The supervisor, as a process of its own, on loopback and a folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from phoihop.site.options import ROOT
from phoihop.site.serve import Child

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PHOIHOP_", "DJANGO_"))}
    environment = {**kept, "PHOIHOP_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT), "PHOIHOP_WORKERS": "1"}
    return Site(port, environment)


class Site:
    def __init__(self, port, environment):
        self.port, self.environment = port, environment

    def run(self, *words):
        command = [sys.executable, "-m", "phoihop", *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=240, check=False)

    def start(self):
        command = [sys.executable, "-m", "phoihop", "serve", "--json", "--port", str(self.port)]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)

    def is_up(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def children_of(pid):
    """Every process below `pid`."""
    pairs = [(int(path.name), state[1]) for path in Path("/proc").glob("[0-9]*") if (state := state_of(path))]
    found, front = [], [pid]
    while front:
        front = [child for child, parent in pairs if int(parent) in front]
        found += front
    return found


def state_of(path):
    """State and parent of a process; nothing when it is gone."""
    try:
        return (path / "stat").read_text().rsplit(")", 1)[1].split()[:2]
    except OSError:
        return None


def is_alive(pid):
    state = state_of(Path(f"/proc/{pid}"))
    return state is not None and state[0] != "Z"


def test_one_start_serves_restarts_and_stops_everything(site):
    assert site.run("prepare", "--empty").returncode == 0
    parent = site.start()
    try:
        told = json.loads(parent.stdout.readline())
        assert told == {"url": f"http://localhost:{site.port}/", "accounts": []}
        assert until(site.is_up)

        second = site.run("serve", "--port", str(site.port))
        assert second.returncode == 2
        assert str(site.port) in second.stderr

        assert until(lambda: len(children_of(parent.pid)) >= 4)
        before = children_of(parent.pid)
        os.kill(before[0], signal.SIGKILL)
        assert until(lambda: site.is_up() and len(children_of(parent.pid)) >= len(before))

        family = children_of(parent.pid)
        parent.terminate()
        assert parent.wait(timeout=20) == 0
        assert not [pid for pid in family if is_alive(pid)]
    finally:
        parent.kill()
        parent.stdout.close()


def test_what_a_child_ended_hard_leaves_behind_is_ended_too():
    """A web server that does not stop in time is killed; its workers would go on until they miss it."""
    words = "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", words], stdout=subprocess.PIPE, start_new_session=True)
    with process.stdout as told:
        worker = int(told.readline())
        process.send_signal(signal.SIGSTOP)  # deaf to what it is asked
        assert until(lambda: state_of(Path(f"/proc/{process.pid}"))[0] == "T")
        child = Child("web", (), process)
        child.ask_to_stop()
        child.wait(time.monotonic())
    assert process.returncode == -signal.SIGKILL
    assert not is_alive(worker)


def test_a_killed_parent_leaves_no_orphan(site):
    assert site.run("prepare", "--empty").returncode == 0
    parent = site.start()
    try:
        assert parent.stdout.readline()
        assert until(lambda: len(children_of(parent.pid)) >= 4)
        family = children_of(parent.pid)
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()
    assert until(lambda: not [pid for pid in family if is_alive(pid)])


def test_preparing_twice_does_nothing_the_second_time(site):
    first, second = site.run("prepare", "--empty", "--json"), site.run("prepare", "--json")
    assert {"static", "migrations"} <= set(json.loads(first.stdout)["done"])
    assert json.loads(second.stdout) == {"done": []}
