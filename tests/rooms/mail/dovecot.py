"""A real IMAP server: Debian's Dovecot with a folder and a port of its own, started and stopped by the tests."""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rooms.mail.servers import Identity, free_port

PASSWORD = "only-for-tests"
PATIENCE = 20.0


@dataclass(frozen=True)
class Dovecot:
    port: int
    tls_port: int = 0

    @property
    def url(self) -> str:
        return f"imap://thu%40so.gov.vn:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    def url_over(self, scheme: str) -> str:
        """ "imaps" or "imap+starttls", by the name that the certificate is for."""
        port = self.tls_port if scheme == "imaps" else self.port
        return f"{scheme}://thu%40so.gov.vn:{PASSWORD}@localhost:{port}/INBOX"

    def bring(self, raw: bytes) -> None:
        """Lays a mail into the mailbox, unseen."""
        with self._signed_in() as box:
            kind, said = box.append("INBOX", "", imaplib.Time2Internaldate(time.time()), raw)
            assert kind == "OK", said

    def unseen(self) -> int:
        with self._signed_in() as box:
            box.select("INBOX", readonly=True)
            return len(box.search(None, "UNSEEN")[1][0].split())

    def empty(self) -> None:
        with self._signed_in() as box:
            box.select("INBOX")
            for number in box.search(None, "ALL")[1][0].split():
                box.store(number.decode(), "+FLAGS", r"(\Deleted)")
            box.expunge()

    @contextmanager
    def _signed_in(self) -> Iterator[imaplib.IMAP4]:
        box = imaplib.IMAP4("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            box.login("thu@so.gov.vn", PASSWORD)
            yield box
        finally:
            box.logout()


def _config(folder: Path, port: int, user: str, group: str, tls: tuple[int, Identity] | None) -> str:
    secure = f"ssl = yes\nssl_cert = <{tls[1].certificate}\nssl_key = <{tls[1].key}" if tls else "ssl = no"
    return f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
{secure}
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls[0] if tls else 0}
    ssl = {"yes" if tls else "no"}
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
"""


def _who() -> tuple[str, str]:
    """Nobody, where the tests run as root: Dovecot needs no rights here."""
    uid = os.getuid() or pwd.getpwnam("nobody").pw_uid
    person = pwd.getpwuid(uid)
    return person.pw_name, grp.getgrgid(person.pw_gid).gr_name


@contextmanager
def running(identity: Identity | None = None) -> Iterator[Dovecot]:
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("Dovecot is not installed, so the mailbox is not tried. Type: sudo apt-get install dovecot-imapd")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    if not version.startswith("2.3."):
        pytest.skip(f"This test knows how to set up Dovecot 2.3, here is {version.split()[0]}.")
    folder = Path(tempfile.mkdtemp(prefix="phoihop-imap-"))
    user, group = _who()
    for name in ("run", "state", "mail", "home"):
        (folder / name).mkdir()
    port = free_port()
    tls = None
    if identity is not None:  # beside the settings, where the server, who is nobody, may read them
        own = Identity(folder / "own.pem", folder / "own.key")
        shutil.copyfile(identity.certificate, own.certificate)
        shutil.copyfile(identity.key, own.key)
        tls = (free_port(), own)
    (folder / "dovecot.conf").write_text(_config(folder, port, user, group, tls), encoding="ascii")
    given: dict[str, str] = {}
    if os.getuid() == 0:
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, user, group)
        given = {"user": user, "group": group}
    process = subprocess.Popen(  # a program of the system with our own settings
        [program, "-F", "-c", str(folder / "dovecot.conf")], extra_groups=[] if given else None, **given
    )
    try:
        _wait(port, process, folder)
        yield Dovecot(port, tls[0] if tls else 0)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
                if probe.recv(4).startswith(b"* OK"):
                    return
        except OSError:
            time.sleep(0.05)
    log = folder / "log"
    pytest.fail(f"Dovecot did not start: {log.read_text() if log.exists() else 'it said nothing'}")
