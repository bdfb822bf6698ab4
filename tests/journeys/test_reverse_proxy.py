"""The reverse proxies of `deploy/`, on loopback: the real nginx before the real house, and what it hands on."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from phoihop.site.options import ROOT
from tests.browser.served import Served

NAME = "phoihop.example.gov.vn"
DEPLOY = ROOT / "deploy"
pytestmark = [pytest.mark.slow, pytest.mark.once]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as /etc/ssl/phoihop: a certificate that nobody but this test trusts."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for file, content in (("fullchain.pem", chain), ("key.pem", secret), ("both.pem", chain + secret)):
        (folder / file).write_bytes(content)
    return folder


@contextlib.contextmanager
def nginx(folder: Path, certificate: Path, *, upstream: int) -> Iterator[tuple[int, int]]:
    """The site of `deploy/nginx` as it is written, on free ports; the ports of HTTP and HTTPS."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        pytest.skip("no nginx on this machine: apt-get install nginx-light")
    plain, secure = free_port(), free_port()
    site = (DEPLOY / "nginx" / "phoihop.conf").read_text(encoding="utf-8")
    site = re.sub(r"^ +listen \[::\]:.*\n", "", site, flags=re.MULTILINE)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace(
        "listen 443 ", f"listen 127.0.0.1:{secure} "
    )
    site = site.replace("/etc/ssl/phoihop", str(certificate)).replace("/var/log/nginx", str(folder))
    behind = (DEPLOY / "nginx" / "upstream.conf").read_text(encoding="utf-8").replace(":8000", f":{upstream}")
    # Logs as a distribution has them: what no site says otherwise is logged.
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1;\n"
        f"events {{}}\nhttp {{ access_log {folder}/access.log;\n"
        f"client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
        f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n{behind}\n{site}\n}}\n"
    )
    folder.chmod(0o755)
    told = subprocess.run(
        [program, "-t", "-q", "-e", "stderr", "-c", folder / "nginx.conf"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert "warn" not in told.stderr
    server = subprocess.Popen([program, "-e", "stderr", "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", secure), 1):
                break
            assert server.poll() is None, (folder / "error.log").read_text()
            assert time.monotonic() < until
            time.sleep(0.05)
        yield plain, secure
    finally:
        server.terminate()
        server.wait(20)


def ask(
    port: int, path: str, *, certificate: Path | None = None, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """One request; over TLS where a certificate is given, with the public name."""
    if certificate is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    else:
        trust = ssl.create_default_context(cafile=str(certificate / "fullchain.pem"))
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=trust)
        connection.sock = trust.wrap_socket(socket.create_connection(("127.0.0.1", port), 30), server_hostname=NAME)
    given = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request("GET" if body is None else "POST", path, body=body, headers=given)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


@pytest.fixture
def listener() -> Iterator[int]:
    """A house that says what it was told."""

    class Echo(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = json.dumps([[name.lower(), value] for name, value in self.headers.items()]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_words: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_a_reader_says_of_himself_is_not_handed_on(tmp_path: Path, certificate: Path, listener: int) -> None:
    with nginx(tmp_path, certificate, upstream=listener) as (_plain, secure):
        forged = {"X_Forwarded_For": "192.0.2.7", "X_Forwarded_Proto": "http", "Forwarded": "for=192.0.2.7"}
        status, _head, body = ask(secure, "/", certificate=certificate, **forged)
        assert status == 200
        told = [tuple(pair) for pair in json.loads(body)]
        assert [value for name, value in told if name == "x-forwarded-for"] == ["127.0.0.1"]
        assert [value for name, value in told if name == "x-forwarded-proto"] == ["https"]
        assert [value for name, value in told if name == "host"] == [NAME]
        assert [name for name, _value in told if name == "forwarded"] == []


KEYED = (
    "/l/SECRET-TOKEN/",
    "/l/SECRET-TOKEN/tep/",
    "/en/lich/SECRET-TOKEN.ics",
    "/xem-truoc/SECRET-TOKEN/",
    "/phan-anh/PA-kg-2021-000001/SECRET-TOKEN/",
    "/phan-anh/PA-kg-2021-000001/SECRET-TOKEN/du-lieu/?tai=1",
    "/en/phan-anh/PA-kg-2021-000001/SECRET-TOKEN/bien-nhan/",
    "/phan-anh/gui/SECRET-TOKEN/",
    "//l/SECRET-TOKEN/",
    "/l%2FSECRET-TOKEN/",
)


def test_no_log_takes_an_address_that_is_a_key(tmp_path: Path, certificate: Path, listener: int) -> None:
    """Over HTTPS, over the port that only sends readers there, as the place a reader came from, and in the log of
    errors while no house answers."""
    came = {"Referer": f"https://{NAME}/l/SECRET-TOKEN/"}
    (tmp_path / "away").mkdir()
    with nginx(tmp_path, certificate, upstream=listener) as (plain, secure):
        for path in KEYED:
            assert ask(secure, path, certificate=certificate)[0] == 200
            assert ask(plain, path)[0] == 301
        assert ask(secure, "/l/SECRET-TOKEN/", certificate=certificate, X_Long="x" * 40_000)[0] == 400
        assert ask(secure, "/static/base.css", certificate=certificate, **came)[0] == 200
        assert ask(secure, "/tin/?ten=Nguyen", certificate=certificate)[0] == 200
    with nginx(tmp_path / "away", certificate, upstream=free_port()) as (_plain, secure):
        for path in (*KEYED, "/tin/"):
            assert ask(secure, path, certificate=certificate)[0] in {502, 504}
    told = "".join(path.read_text() for path in tmp_path.rglob("*.log"))
    assert "SECRET-TOKEN" not in told
    assert "Nguyen" not in told
    assert '"GET /static/base.css HTTP/1.1" 200' in told
    assert '"GET /tin/ HTTP/1.1" 502' in told
    assert "connect() failed" in (tmp_path / "away" / "error.log").read_text()


def test_the_house_behind_nginx(tmp_path: Path, certificate: Path) -> None:
    """HTTPS is believed of the proxy alone, what is for those inside is not given out, large bodies are refused."""
    (tmp_path / "data").mkdir()
    given = {"PHOIHOP_HOSTS": NAME, "PHOIHOP_PROXIES": "127.0.0.1", "PHOIHOP_SITE_URL": f"https://{NAME}"}
    house = Served(tmp_path / "data", more=given)
    house.seed("empty")
    (tmp_path / "nginx").mkdir()
    inside = {"Host": NAME}
    with (tmp_path / "data" / "web.log").open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "phoihop", "web"],
            env=house.environment | {"PHOIHOP_PORT": str(house.port)},
            stdout=log,
            stderr=log,
        )
    try:
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                if ask(house.port, "/healthz/ready", **inside)[0] == 200:
                    break
            assert child.poll() is None, (tmp_path / "data" / "web.log").read_text()
            assert time.monotonic() < until
            time.sleep(0.1)
        for path in ("/metrics", "/healthz/ready"):
            assert ask(house.port, path, Host=f"127.0.0.1:{house.port}")[0] == 200, path
        with nginx(tmp_path / "nginx", certificate, upstream=house.port) as (plain, secure):
            status, head, _body = ask(plain, "/dang-nhap/?next=/lam-viec/")
            assert (status, head["location"]) == (301, f"https://{NAME}/dang-nhap/?next=/lam-viec/")
            status, head, body = ask(secure, "/dang-nhap/", certificate=certificate)
            assert status == 200
            assert "max-age=31536000" in head["strict-transport-security"]
            assert "secure" in head["set-cookie"].lower()
            assert b"<form" in body
            for path in ("/metrics", "/healthz", "/healthz/live", "/healthz/ready", "/en/metrics", "/en/healthz"):
                status, _head, body = ask(secure, path, certificate=certificate)
                assert (status, b"phoihop_" in body) == (404, False), path
            assert ask(secure, "/", certificate=certificate, Content_Length=str(111 * 2**20))[0] == 413
            assert ask(secure, "/", certificate=certificate, Host="other.example")[0] in {400, 421}
        # Asked past the proxy, nobody is believed to have come by HTTPS.
        status, head, _body = ask(house.port, "/dang-nhap/", **inside)
        assert (status, head["location"]) == (301, f"https://{NAME}/dang-nhap/")
    finally:
        child.terminate()
        child.wait(30)


def test_haproxy_takes_its_configuration(tmp_path: Path, certificate: Path) -> None:
    program = shutil.which("haproxy") or "/usr/sbin/haproxy"
    if not Path(program).exists():
        pytest.skip("no HAProxy on this machine: apt-get install haproxy")
    text = (DEPLOY / "haproxy" / "haproxy.cfg").read_text(encoding="utf-8")
    (tmp_path / "haproxy.cfg").write_text(text.replace("/etc/ssl/phoihop", str(certificate)))
    done = subprocess.run([program, "-c", "-f", tmp_path / "haproxy.cfg"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
