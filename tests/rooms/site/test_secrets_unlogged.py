"""Main acts with everything logged that can be: none of the planted secrets stands in any line."""

from __future__ import annotations

import io
import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.utils import OperationalError
from django.test import Client

from phoihop.mail.commands import Sender
from phoihop.mail.outside.transports import Smtp
from phoihop.organizations import commands
from phoihop.site.options import read
from phoihop.site.watching.logs import logging_of
from tests.rooms.mail.test_private_mails import private
from tests.world import concerns as layer
from tests.world.build import LOADER, World
from tests.world.cast import Person

PASSWORD = "mua-xuan-planted-2021"
WRONG = "mua-thu-planted-2021"
TOKEN = "planted-9pQ-7LrZk3vX2-token"
SMTP_WORD = "planted-smtp-word"
DATABASE_WORD = "planted-database-word"
PHONE = "0912 345 678"
PERSON = "nguyen.van.planted"


@pytest.fixture(params=["plain", "json"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Every logger at DEBUG, into the house's own form."""
    formatter = dict(logging_of(read({"PHOIHOP_DATA": "/nowhere", "PHOIHOP_LOG_FORMAT": request.param}))["formatters"])
    form = formatter["house"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(form.pop("()")(**form))
    loggers = [logging.getLogger(), *(one for one in logging.Logger.manager.loggerDict.values() if _is_logger(one))]
    levels = [(one, one.level) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    try:
        yield stream
    finally:
        logging.getLogger().removeHandler(handler)
        for one, level in levels:
            one.setLevel(level)


def _is_logger(one: object) -> bool:
    return isinstance(one, logging.Logger)


def _closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_no_act_writes_a_secret(world: World, chi: Person, written: io.StringIO) -> None:
    commands.set_password(account_id=chi.account_id, password=PASSWORD, by=LOADER, at=world.at)
    browser = Client(raise_request_exception=False)
    for password in (WRONG, PASSWORD):
        browser.post("/dang-nhap/", {"username": "chi", "password": password})
    for url in (f"/l/{TOKEN}/", f"/lich/{TOKEN}.ics", f"/lam-viec/?token={TOKEN}"):
        browser.get(url)
    browser.post(f"/l/{TOKEN}/", {"password": WRONG})
    layer.noted(world, name="Lê Thị Riêng", phone=PHONE, mail=f"{PERSON}@example.vn", address="5 Hẻm Kín")
    private(world)
    url = f"smtp://mailer:{SMTP_WORD}@127.0.0.1:{_closed_port()}"
    Sender(Smtp(url, "localhost")).step(at=lambda: world.at)
    _fail_to_reach_a_database()
    text = written.getvalue()
    assert len(text) > 200, "nothing was logged: this shows nothing"
    for secret in (PASSWORD, WRONG, TOKEN, SMTP_WORD, DATABASE_WORD, "345 678", PERSON):
        assert secret not in text, next(line for line in text.splitlines() if secret in line)


def _fail_to_reach_a_database() -> None:
    """As the desk says it when its database is away: with the whole trace."""
    from django.db.backends.postgresql.base import DatabaseWrapper
    from django.db.utils import ConnectionHandler

    given: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "phoihop",
        "USER": "phoihop",
        "PASSWORD": DATABASE_WORD,
        "HOST": "127.0.0.1",
        "PORT": str(_closed_port()),
        "OPTIONS": {"connect_timeout": 2},
    }
    wrapper = ConnectionHandler({"default": given})["default"]
    assert isinstance(wrapper, DatabaseWrapper)
    url = f"postgresql://phoihop:{DATABASE_WORD}@127.0.0.1:{given['PORT']}/phoihop"
    try:
        wrapper.ensure_connection()
    except OperationalError:
        logging.getLogger("phoihop.database").exception("the database %s is away", url)
