"""phoihop mail: numbers of the queue, sending now, one mail to try the settings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from phoihop.mail.commands import queue_mail
from phoihop.site.commandline import main
from tests.rooms.mail.servers import Inbox, Running, free_port
from tests.rooms.mail.test_queue_and_send import CLOCK
from tests.world.build import World


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = main(["mail", *words, "--json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def test_queue_and_send(world: World, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    queue_mail(key="k", to_address="a@x.gov.vn", subject="S", text="T", by=CLOCK, at=world.at)
    assert run(capsys, "queue")[1]["QUEUED"] == 1
    with Running(Inbox()) as server:
        settings.PHOIHOP_SMTP_URL = server.url
        assert run(capsys, "send") == (0, {"sent": 1})
        assert run(capsys, "send-test", "b@x.gov.vn")[0] == 0
    assert [to for _, to, _ in server.inbox.taken] == ["a@x.gov.vn", "b@x.gov.vn"]
    assert run(capsys, "queue")[1] == {"QUEUED": 0, "SENDING": 0, "SENT": 1, "DELAYED": 0, "FAILED": 0}


def test_a_server_that_is_not_there_is_a_no(world: World, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.PHOIHOP_SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    code, said = run(capsys, "send-test", "b@x.gov.vn")
    assert code == 1
    assert said["said"]


@pytest.mark.parametrize("words", [("send-test",), ("send-test", "khong"), ("pull",), ("send", "a@x.vn")])
def test_what_cannot_be_done_is_wrong_input(
    world: World, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert run(capsys, *words)[0] == 2
