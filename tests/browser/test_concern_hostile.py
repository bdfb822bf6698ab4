"""The served portal against bodies that are too long, too slow or cut off; and a search for what a citizen typed in
everything the house has written: it is nowhere in the clear."""

from __future__ import annotations

import http.client
import json
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.served import Served
from tests.browser.test_concern import BEGIN, PLACES, SERVICES, rows
from tests.journeys.test_nothing_stays import kept
from tests.world.citizens import ACTION, photo

pytestmark = [pytest.mark.slow, pytest.mark.once]
SLOW = 12  # bodies that drip at the same time: more than the process has threads


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile-temporary")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, temporary: Path) -> Iterator[Served]:
    more = {"TMPDIR": str(temporary), "PHOIHOP_LOG_LEVEL": "DEBUG"}
    served = Served(tmp_path_factory.mktemp("hostile"), more=more)
    served.seed("empty")
    given = json.dumps({"services": SERVICES, "places": PLACES, "answer": "Đã sửa."})
    subprocess.run([sys.executable, "-c", BEGIN, given], env=served.environment, capture_output=True, check=True)
    served.start(("web",), ("attend",))
    yield served
    served.stop()


def ask(
    house: Served, method: str, path: str, body: bytes | None = None, kind: str = "", *, source: str = "127.0.0.1"
) -> tuple[int, str, str]:
    """Status, page and where it sends one on to."""
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60, source_address=(source, 0))
    try:
        connection.request(method, path, body, {"Content-Type": kind} if kind else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Location", "")
    finally:
        connection.close()


def action(house: Served) -> str:
    found = ACTION.search(ask(house, "GET", "/phan-anh/viet/")[1])
    assert found is not None
    return found[1]


def parts(edge: str, picture: bytes = b"", **fields: str) -> bytes:
    written = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if picture:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="photos"; filename="{edge}.jpg"\r\n\r\n'
        written.append(head.encode() + picture + b"\r\n")
    end = f'--{edge}\r\nContent-Disposition: form-data; name="end"\r\n\r\n1\r\n--{edge}--\r\n'
    return b"".join([*written, end.encode()])


def opened(house: Served, path: str, length: int) -> socket.socket:
    """A connection on which a body of this length was promised."""
    line = socket.create_connection(("127.0.0.1", house.port), timeout=30)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nContent-Length: {length}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    )
    line.sendall(head.encode())
    return line


def inputs(house: Served) -> int:
    return int(rows(house, "select count(*) from intake_input")[0][0])


def test_a_body_that_is_too_long_is_answered_before_it_is_sent(house: Served) -> None:
    before = inputs(house)
    for length in (50 * 2**20, 2 * 2**30):
        line = opened(house, action(house), length)
        line.sendall(b"--x\r\n")
        assert b" 413 " in line.recv(64)
        line.close()
    assert inputs(house) == before


def test_bodies_that_drip_stop_nobody_else(house: Served) -> None:
    before = inputs(house)
    path, longest = action(house), 0.0
    with ExitStack() as open_lines:
        lines = [open_lines.enter_context(opened(house, path, 100_000)) for _ in range(SLOW)]
        for line in lines:
            line.sendall(b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n')
        for _ in range(6):
            for line in lines:
                with suppress(OSError):  # those that were refused have been closed
                    line.sendall(b"a")
            begun = time.monotonic()
            assert ask(house, "GET", "/phan-anh/viet/")[0] == 200
            longest = max(longest, time.monotonic() - begun)
            time.sleep(0.5)
        quick = parts("x", text="Đèn hỏng trước chợ Rạch Sỏi.", service="ha-tang", place="")
        kind = "multipart/form-data; boundary=x"
        status, page, _where = ask(house, "POST", action(house), quick, kind)
        assert status == 503  # their own address has no lane left, and hears it at once
        assert "gửi chậm cùng lúc" in page
        assert ask(house, "POST", action(house), quick, kind, source="127.0.0.2")[0] == 302
    assert longest < 20, "the others had to wait for those who drip"
    assert ask(house, "GET", "/phan-anh/")[0] == 200
    assert inputs(house) == before + 1


def test_a_body_that_breaks_off_leaves_nothing(house: Served) -> None:
    before = inputs(house)
    whole = parts("x", photo(size=(200, 200)), text="Đèn hỏng trước chợ Rạch Sỏi.", service="ha-tang", place="")
    for cut in (10, 200, len(whole) // 2, len(whole) - 40):
        line = opened(house, action(house), len(whole))
        line.sendall(whole[:cut])
        line.close()
    time.sleep(1)
    assert ask(house, "GET", "/phan-anh/viet/")[0] == 200
    assert inputs(house) == before


def test_nothing_that_was_typed_is_anywhere_in_the_clear(house: Served, temporary: Path) -> None:
    canary = f"CHIMYEN{secrets.token_hex(5)}"
    phone, mail = f"09{secrets.randbelow(10**8):08d}", f"{canary.lower()}@example.vn"
    typed = {
        "text": f"Ông {canary} ở hẻm {canary} bị ngập nước ba ngày nay.",
        "service": "ha-tang",
        "place": "rach-soi",
        "spot": f"hẻm {canary}",
        "name": canary,
        "phone": phone,
        "mail": mail,
        "latitude": "10.01234",
        "longitude": "105.08765",
    }
    kind = f"multipart/form-data; boundary={canary}"
    bad = parts(canary, b"PK" + canary.encode() * 100, **typed)
    status, page, _where = ask(house, "POST", action(house), bad, kind)
    assert status == 422
    assert canary in page  # shown again to its writer, and to nobody else
    status, page, where = ask(house, "POST", action(house), parts(canary, photo(size=(900, 900)), **typed), kind)
    assert status == 302, page
    _empty, _folder, code, key, *_rest = urlsplit(where).path.split("/")
    for path in (where, f"/phan-anh/{code}/", f"/phan-anh/{code}/{key}/", "/phan-anh/"):
        status, page, _where = ask(house, "GET", path)
        assert status == 200
        assert canary.lower() not in page.lower()
        assert phone not in page
    house.stop()
    wanted = re.compile(
        b"|".join(re.escape(one.encode()) for one in (canary, canary.lower(), phone, mail, key, "105.08765"))
    )
    found = [name for name, raw in kept(house, temporary) if wanted.search(raw) or wanted.search(name.encode())]
    assert found == []
    assert [name for name, raw in kept(house, temporary) if code.encode() in raw]  # the search finds what is there
