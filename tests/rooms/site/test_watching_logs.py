"""The log: every line is one object, and none of them says a key, a password or a person."""

from __future__ import annotations

import io
import json
import logging
import logging.config

import pytest
from django.test import Client

from phoihop.ground.watch import doing
from phoihop.ledger.commands import request_id
from phoihop.site.options import WrongOption, read
from phoihop.site.watching import requests
from phoihop.site.watching.logs import FIELDS, logging_of, server_logging
from phoihop.site.watching.masking import Mask

TOKEN = "Zk3vX9pQ-planted-7Lr2"  # stands for whatever opens something
SECRETS = {
    "PHOIHOP_SECRET_KEY": "planted-secret-key-of-the-house",
    "PHOIHOP_DATABASE_URL": "postgresql://phoihop:planted%40word@db.example:5432/phoihop",
    "PHOIHOP_SMTP_URL": "smtps://mailer:planted-smtp-word@mail.example:465",
    "PHOIHOP_IMAP_URL": "imaps://reader:planted-imap-word@mail.example:993/INBOX",
    "PHOIHOP_PUBLIC_SECRET": "planted-public-secret",
}
LINES = (
    f"GET /l/{TOKEN}/",
    f"GET /en/l/{TOKEN}/?x=1",
    f"GET /lich/{TOKEN}.ics",
    f"GET /xem-truoc/{TOKEN}/",
    f"GET /en/xem-truoc/{TOKEN}/",
    f"https://phoihop.example/lich/{TOKEN}.ics was asked for",
    f"GET /dang-nhap/?next=/lam-viec/&token={TOKEN}&page=2",
    f"GET /phan-anh/PA-kg-2021-000001/{TOKEN}/",
    f"to traloi+{TOKEN}@phoihop.example",
    f"password={TOKEN} refused",
    f"{{'password': '{TOKEN}', 'next': '/'}}",
    f'{{"api_key": "{TOKEN}"}}',
    f"Authorization: Bearer {TOKEN}",
    f"authorization: Basic {TOKEN}",
    f"Cookie: phoihop_session={TOKEN}; phoihop_csrf={TOKEN}",
    f"csrfmiddlewaretoken={TOKEN}",
    f"connecting to postgresql://phoihop:{TOKEN}@db/phoihop",
    f"https://{TOKEN}@sentry.example/1",
)
PERSONS = (
    "550 no such user nguyen.van.an@example.vn",
    "called back 0912 345 678",
    "called back +84912345678",
    "identity card 079123456789",
)
FRAGMENTS = (
    TOKEN,
    "planted-secret-key",
    "planted@word",
    "planted%40word",
    "planted-smtp-word",
    "planted-imap-word",
    "planted-public-secret",
    "nguyen.van.an",
    "345 678",
    "912345678",
    "079123456789",
)


def options(**more):
    return read(SECRETS | {"PHOIHOP_DATA": "/nowhere", "PHOIHOP_NODE": "may-1"} | more)


@pytest.fixture(params=["plain", "json"])
def lines(request):
    """A logger of the house's own form; what it wrote so far."""
    stream = io.StringIO()
    config = logging_of(options(PHOIHOP_LOG_FORMAT=request.param))
    formatter = config["formatters"]["house"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    logger = logging.getLogger(f"phoihop.planted.{request.param}")
    logger.propagate, logger.handlers, logger.level = False, [handler], logging.DEBUG
    yield logger, stream
    logger.handlers = []


def fails(line):
    raise ValueError(line)


def test_no_line_says_what_was_planted(lines):
    logger, stream = lines
    for line in (*LINES, *PERSONS, *SECRETS.values()):
        logger.warning("%s", line)
        logger.warning(line.replace("%", "%%"), extra={FIELDS: {"place": line}})
        try:
            fails(line)
        except ValueError:
            logger.exception("it failed over %r", {"line": line})
    text = stream.getvalue()
    assert text.count("***") > 3 * len(LINES)
    assert not [fragment for fragment in FRAGMENTS if fragment in text]


def test_a_log_says_everything_else():
    mask = Mask()
    for line in (
        "answered desk:today 200",
        "listener notices failed on entry 4711",
        "KH-kg-2021-so-yte due 2021-08-02T09:00:00+07:00",
        "/lam-viec/ke-hoach/KH-kg-2021-so-yte/",
        "/lam-viec/truyen-thong/tin/TIN-kg-2021-so-yte/xem-truoc/",
        "5000 rows in 12345 ms",
        "request 9f86d081884c7d65",
        "tokens per minute: none",
    ):
        assert mask(line) == line


def test_json_is_one_object_a_line_with_request_cause_process_and_node():
    stream = io.StringIO()
    formatter = logging_of(options(PHOIHOP_LOG_FORMAT="json"))["formatters"]["house"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    logger = logging.getLogger("phoihop.planted.one")
    logger.propagate, logger.handlers = False, [handler]
    number, step = request_id.set("0123456789abcdef"), doing.set("listener notices")
    try:
        try:
            {}["thiếu"]
        except KeyError:
            logger.exception("two\nlines", extra={FIELDS: {"ms": 1.5, "door": "desk:today"}})
    finally:
        request_id.reset(number)
        doing.reset(step)
        logger.handlers = []
    [line] = stream.getvalue().splitlines()
    told = json.loads(line)
    assert told["request_id"] == "0123456789abcdef"
    assert told["cause"] == "listener notices"
    assert (told["level"], told["logger"], told["node"]) == ("ERROR", "phoihop.planted.one", "may-1")
    assert (told["ms"], told["door"]) == (1.5, "desk:today")
    assert told["message"] == "two\nlines"
    assert told["exception"]["type"] == "builtins.KeyError"
    assert "Traceback" in told["exception"]["trace"]
    assert told["time"].endswith("+00:00")


@pytest.mark.parametrize("form", ["plain", "json"])
def test_django_and_the_server_take_the_configuration(form):
    for config in (logging_of(options(PHOIHOP_LOG_FORMAT=form)), server_logging(options(PHOIHOP_LOG_FORMAT=form))):
        logging.config.DictConfigurator({"version": 1, "disable_existing_loggers": False} | config)
        formatter = config["formatters"]["house"]
        assert formatter["()"].__name__ == ("Lines" if form == "plain" else "Objects")


@pytest.mark.django_db
def test_the_line_of_a_request_names_the_door_and_nobody(world, caplog, monkeypatch):
    monkeypatch.setattr(requests, "options", lambda: options(PHOIHOP_LOG_REQUESTS="yes"))
    with caplog.at_level(logging.INFO, logger="phoihop.requests"):
        Client().get(f"/l/{TOKEN}/?token={TOKEN}")
    [record] = [record for record in caplog.records if record.name == "phoihop.requests"]
    fields = getattr(record, FIELDS)
    assert set(fields) == {"method", "door", "status", "ms", "cpu_ms", "queries", "actor"}
    assert (fields["door"], fields["actor"]) == ("mail:link", "nobody")
    assert TOKEN not in str(fields)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHOIHOP_LOG_FORMAT", "xml"),
        ("PHOIHOP_LOG_REQUESTS", "often"),
        ("PHOIHOP_NODE", "máy 1"),
        ("PHOIHOP_METRICS_NETWORKS", "everywhere"),
        ("PHOIHOP_OTLP_URL", "collector:4318"),
        ("PHOIHOP_DRAIN_SECONDS", "-1"),
    ],
)
def test_wrong_settings_are_refused_by_name(name, value):
    with pytest.raises(WrongOption, match=name):
        options(**{name: value})
