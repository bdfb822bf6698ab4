"""The supervisor: web, listeners and clock as children of one parent that starts them again and stops them all."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from phoihop.site.commandline import NO, OK, Out, Problem, WrongInput
from phoihop.site.family import CHILD, Ending
from phoihop.site.options import Options, url_of

LOOK_SECONDS = 0.2
HOLD_SECONDS = 10.0  # readers wait for the web, so it starts alone; the others follow when it answers, or by then
STOP_SECONDS = 12.0  # for requests under way; then the child is ended hard
REST_SECONDS = 2.0  # for what a child leaves of its own processes, ended hard, to be gone
STEADY_SECONDS = 20.0  # a child that lived this long is thought well: its failures are forgotten
MOST_FAILURES = 6  # in a row, none of them steady: something is wrong that starting again will not mend


@dataclass
class Child:
    """One process to keep alive."""

    name: str
    arguments: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        environment = {**os.environ, CHILD: str(os.getpid())}
        self.process = subprocess.Popen(  # noqa: S603  (our own program with our own words)
            [sys.executable, "-m", "phoihop", *self.arguments],
            stdin=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which then stops its children in order
        )
        self.started = time.monotonic()

    def look(self, out: Out) -> None:
        """Starts it when it is due; notes its end and when to try again."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.not_before:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            if self.failures and now - self.started > STEADY_SECONDS:
                self.failures = 0
            return
        _tell_rest(self.process.pid, signal.SIGTERM)  # workers of a killed parent finish their requests and go
        self.process = None
        self.failures += 1
        wait = min(30.0, 0.5 * 2**self.failures)
        self.not_before = now + wait
        out.say(f"phoihop: {self.name} ended with {code}; starting it again in {wait:g} s")

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        end = time.monotonic() + REST_SECONDS
        while _tell_rest(self.process.pid, signal.SIGKILL) and time.monotonic() < end:
            time.sleep(0.01)


def serve(options: Options, *, port: int, out: Out) -> int:
    """Serves until told to stop. Refused when the port is taken; ends with 1 when a child cannot be kept alive."""
    _refuse_taken(options.address.strip("[]"), port)
    ending = Ending(signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    children = [
        Child("web", ("web", "--port", str(port))),
        Child("attend", ("attend",)),
        Child("tick", ("tick", "--every", str(options.tick_seconds))),
    ]
    if options.backup_dir is not None:
        children.append(Child("backup", ("backup", "--nightly")))
    code, is_announced, started = OK, False, time.monotonic()
    try:
        while not ending.is_told:
            is_held = not is_announced and time.monotonic() - started < HOLD_SECONDS
            for child in children[:1] if is_held else children:
                child.look(out)
            if any(child.failures >= MOST_FAILURES for child in children):
                out.say("phoihop: gave up; the messages above say why")
                code = NO
                break
            if not is_announced and _answers(options.address.strip("[]"), port):
                is_announced = True
                _announce(options, port, out)
            ending.wait(LOOK_SECONDS)
    finally:
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + STOP_SECONDS + options.drain_seconds
        for child in children:
            child.wait(until)
    return code


def _tell_rest(group: int, number: signal.Signals) -> bool:
    """Signals what an ended child left of its own processes (each child leads a group); whether any was there."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


def _refuse_taken(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            problem = Problem(f"{address}:{port}", f"{error.strerror}; choose another with --port N")
            raise WrongInput([problem]) from None


def _answers(address: str, port: int) -> bool:
    """Whether the web process takes connections; its workers hold the socket only when they are ready."""
    try:
        with socket.create_connection((address, port), timeout=5) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(12).startswith(b"HTTP/1.")
    except OSError:
        return False


def _announce(options: Options, port: int, out: Out) -> None:
    accounts = sample_accounts(options.data)
    url = url_of(options, port)
    lines = [f"Phối Hợp: {url}"]
    if accounts:
        lines.append("Tài khoản mẫu (tên đăng nhập / mật khẩu):")
        width = max(len(account["username"]) for account in accounts)
        lines += [f"  {a['username']:<{width}} / {a['password']}   {a['who']}" for a in accounts]
    out.data({"url": url, "accounts": accounts}, lines)
    sys.stdout.flush()


def sample_accounts(data: Path) -> list[dict[str, str]]:
    """The accounts `phoihop user sample` made and wrote down, to be shown to whoever starts the sample."""
    try:
        accounts: list[dict[str, str]] = json.loads((data / "sample-accounts.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return accounts
