"""What the operator may set: by environment, or in one file of NAME=value lines. Knows nothing of Django."""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# Every name here has its row in docs/operations.md; a house test compares the two.
DEFAULTS = {
    "PHOIHOP_DATA": "var",
    "PHOIHOP_SETTINGS": "",
    "PHOIHOP_SECRET_KEY": "",
    "PHOIHOP_DATABASE_URL": "",
    "PHOIHOP_ADDRESS": "127.0.0.1",
    "PHOIHOP_PORT": "8000",
    "PHOIHOP_HOSTS": "localhost,127.0.0.1,[::1]",
    "PHOIHOP_HTTPS": "",
    "PHOIHOP_PROXIES": "",
    "PHOIHOP_WORKERS": "2",
    "PHOIHOP_THREADS": "4",
    "PHOIHOP_TICK_SECONDS": "60",
    "PHOIHOP_ACKNOWLEDGE_WORKING_DAYS": "2",
    "PHOIHOP_LARGEST_FILE_MB": "100",
    "PHOIHOP_QUARANTINE_DAYS": "5",
    "PHOIHOP_TRUST": "trust",
    "PHOIHOP_SITE_URL": "",
    "PHOIHOP_MAIL_FROM": "Phối Hợp <phoihop@localhost>",
    "PHOIHOP_MAIL_REPLY": "",
    "PHOIHOP_SMTP_URL": "",
    "PHOIHOP_IMAP_URL": "",
    "PHOIHOP_IMAP_SECONDS": "60",
    "PHOIHOP_LMTP_ADDRESS": "127.0.0.1",
    "PHOIHOP_LMTP_PORT": "0",
    "PHOIHOP_MAIL_AUTHSERV": "",
    "PHOIHOP_MAIL_CA": "",
    "PHOIHOP_MAIL_CONCERNS": "",
    "PHOIHOP_INTAKE_KEY": "",
    "PHOIHOP_WEBSUB_HUB": "",
    "PHOIHOP_PRESS_NETWORKS": "",
    "PHOIHOP_PUBLIC_SECRET": "",
    "PHOIHOP_PAGE_CACHE_MB": "32",
    "PHOIHOP_LOG_LEVEL": "INFO",
}

_MAILBOX = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class WrongOption(Exception):
    """A setting cannot be understood. The message names it and says what is expected."""


@dataclass(frozen=True, slots=True)
class Options:
    data: Path
    secret_key: str
    database_url: str
    address: str
    port: int
    hosts: tuple[str, ...]
    is_https: bool
    proxies: tuple[str, ...]
    workers: int
    threads: int
    tick_seconds: int
    acknowledge_working_days: int
    largest_file_mb: int
    quarantine_days: int
    trust: Path
    site_url: str  # what links in mails begin with; empty: from host and port
    mail_from: tuple[str, str]  # name and address
    mail_reply: str  # answers and bounces go there, with a token before the @
    smtp_url: str
    imap_url: str
    imap_seconds: int
    lmtp_address: str
    lmtp_port: int
    mail_authserv: str
    mail_concerns: tuple[str, str] | None  # territory and address that anybody may write to; none: no such address
    mail_ca: str  # a file of certificates besides those of the system; empty: none
    public_secret: str  # of forms and keys that the public gets; empty: worked out from the secret key
    page_cache_mb: int
    intake_key: str  # of a public process: the desk's public key, in hexadecimal; empty: of the data folder
    websub_hub: str  # is told when corrections change; empty: none
    press_networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]  # the press desk may go there too
    log_level: str

    @property
    def is_embedded(self) -> bool:
        """Whether the data lives in SQLite inside the data folder."""
        return not self.database_url


@cache
def options() -> Options:
    return read(os.environ)


def read(environment: Mapping[str, str]) -> Options:
    """The options of this environment; its values win over the file's. Refused: wrong values, and names in
    the file that nobody reads."""
    data = Path(environment.get("PHOIHOP_DATA") or ROOT / DEFAULTS["PHOIHOP_DATA"]).expanduser().absolute()
    file = Path(environment.get("PHOIHOP_SETTINGS") or data / "settings.env")
    named = {name: environment[name] for name in DEFAULTS if name in environment}
    values = {**DEFAULTS, **_file(file, is_needed="PHOIHOP_SETTINGS" in environment), **named}
    unknown = sorted(set(values) - set(DEFAULTS))
    if unknown:
        raise WrongOption(f"unknown setting {', '.join(unknown)}; known are {', '.join(DEFAULTS)}")
    hosts = _list(values["PHOIHOP_HOSTS"])
    mail_from = _mailbox(values, "PHOIHOP_MAIL_FROM")
    return Options(
        data=data,
        secret_key=values["PHOIHOP_SECRET_KEY"],
        database_url=values["PHOIHOP_DATABASE_URL"],
        address=values["PHOIHOP_ADDRESS"],
        port=_number(values, "PHOIHOP_PORT", 1, 65535),
        hosts=hosts,
        is_https=_truth(values, "PHOIHOP_HTTPS", default=not all(_is_loopback(host) for host in hosts)),
        proxies=_list(values["PHOIHOP_PROXIES"]),
        workers=_number(values, "PHOIHOP_WORKERS", 1, 64),
        threads=_number(values, "PHOIHOP_THREADS", 1, 64),
        tick_seconds=_number(values, "PHOIHOP_TICK_SECONDS", 1, 3600),
        acknowledge_working_days=_number(values, "PHOIHOP_ACKNOWLEDGE_WORKING_DAYS", 0, 60),
        largest_file_mb=_number(values, "PHOIHOP_LARGEST_FILE_MB", 1, 4096),
        quarantine_days=_number(values, "PHOIHOP_QUARANTINE_DAYS", 1, 30),
        trust=data / Path(values["PHOIHOP_TRUST"]).expanduser(),
        site_url=_site_url(values),
        mail_from=mail_from,
        mail_reply=_reply_address(values, mail_from[1]),
        smtp_url=_server(values, "PHOIHOP_SMTP_URL", {"smtp", "smtp+starttls", "smtps"}),
        imap_url=_server(values, "PHOIHOP_IMAP_URL", {"imap", "imap+starttls", "imaps"}),
        imap_seconds=_number(values, "PHOIHOP_IMAP_SECONDS", 5, 3600),
        lmtp_address=values["PHOIHOP_LMTP_ADDRESS"],
        lmtp_port=_number(values, "PHOIHOP_LMTP_PORT", 0, 65535),
        mail_authserv=values["PHOIHOP_MAIL_AUTHSERV"].strip().lower(),
        mail_concerns=_concerns(values),
        mail_ca=_certificates(values, data),
        public_secret=values["PHOIHOP_PUBLIC_SECRET"],
        page_cache_mb=_number(values, "PHOIHOP_PAGE_CACHE_MB", 0, 4096),
        intake_key=_key(values, "PHOIHOP_INTAKE_KEY"),
        websub_hub=_hub(values),
        press_networks=_networks(values, "PHOIHOP_PRESS_NETWORKS"),
        log_level=_word(values, "PHOIHOP_LOG_LEVEL", {"DEBUG", "INFO", "WARNING", "ERROR"}),
    )


def database(options: Options) -> dict[str, Any]:
    """Django's DATABASES["default"] for these options."""
    if options.is_embedded:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(options.data / "phoihop.sqlite3"),
            "CONN_MAX_AGE": 300,  # opening the file costs as much as reading an article
            "OPTIONS": {
                # WAL lets readers go on while one writes; FULL makes an acknowledged act survive a power cut.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                # What is erased leaves no trace in the file's free pages.
                "PRAGMA secure_delete=ON;",
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
            },
        }
    url = urllib.parse.urlsplit(options.database_url)
    name = urllib.parse.unquote(url.path.lstrip("/"))
    try:
        port = url.port
    except ValueError:
        port = -1
    if url.scheme not in {"postgresql", "postgres"} or not name or port == -1:
        raise WrongOption("PHOIHOP_DATABASE_URL: expected postgresql://USER:PASSWORD@HOST:PORT/NAME?option=value")
    extra = dict(urllib.parse.parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": urllib.parse.unquote(url.username or ""),
        "PASSWORD": urllib.parse.unquote(url.password or ""),
        "HOST": extra.pop("host", "") or url.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        # Nobody waits for ever: a lock ten seconds, one statement two minutes, a forgotten transaction one minute.
        "OPTIONS": {
            "connect_timeout": 10,
            "options": "-c lock_timeout=10s -c statement_timeout=120s -c idle_in_transaction_session_timeout=60s",
            **extra,
        },
    }


def url_of(options: Options, port: int) -> str:
    """Where a person on this machine, or at the given name, finds the site."""
    if all(_is_loopback(host) for host in options.hosts):
        return f"http://localhost:{port}/" if _is_loopback(options.address) else f"http://{options.address}:{port}/"
    return f"http{'s' if options.is_https else ''}://{options.hosts[0].lstrip('.')}/"


def _file(path: Path, *, is_needed: bool) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        if is_needed:
            raise WrongOption(f"PHOIHOP_SETTINGS: there is no file {path}") from None
        return {}
    values = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals:
            raise WrongOption(f"{path}, line {number}: expected NAME=value")
        if name.strip() in {"PHOIHOP_DATA", "PHOIHOP_SETTINGS"}:
            raise WrongOption(f"{path}, line {number}: {name.strip()} says where this file is; it belongs outside")
        values[name.strip()] = value.strip().strip('"')
    return values


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _number(values: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = values[name]
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise WrongOption(f"{name}: expected a number from {least} to {most}, got {text!r}")
    return int(text)


def _site_url(values: Mapping[str, str]) -> str:
    url = values["PHOIHOP_SITE_URL"].strip().rstrip("/")
    parts = urllib.parse.urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query):
        raise WrongOption(f"PHOIHOP_SITE_URL: expected https://HOST or https://HOST:PORT, got {url!r}")
    return url


def _hub(values: Mapping[str, str]) -> str:
    url = values["PHOIHOP_WEBSUB_HUB"].strip()
    parts = urllib.parse.urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.fragment):
        raise WrongOption(f"PHOIHOP_WEBSUB_HUB: expected https://HOST/PATH, got {url!r}")
    return url


def _mailbox(values: Mapping[str, str], name: str) -> tuple[str, str]:
    """`Name <local@domain>`, or the address alone."""
    text = values[name].strip()
    title, bracket, rest = text.rpartition("<")
    address = (rest.rstrip("> ") if bracket else text).strip()
    if not _MAILBOX.fullmatch(address):
        raise WrongOption(f"{name}: expected NAME <LOCAL@DOMAIN>, got {text!r}")
    return title.strip().strip('"') or address, address


def _certificates(values: Mapping[str, str], data: Path) -> str:
    """The file of those who vouch for our mail servers, read once so that a wrong one is found at the start."""
    if not values["PHOIHOP_MAIL_CA"]:
        return ""
    path = data / Path(values["PHOIHOP_MAIL_CA"]).expanduser()
    try:
        ssl.create_default_context(cafile=str(path))
    except (OSError, ValueError) as wrong:  # ssl.SSLError is an OSError
        raise WrongOption(f"PHOIHOP_MAIL_CA: expected a file of PEM certificates, {path}: {wrong}") from wrong
    return str(path)


def _networks(
    values: Mapping[str, str], name: str
) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Networks as 10.1.2.0/24 or one address."""
    try:
        return tuple(ipaddress.ip_network(part) for part in _list(values[name]))
    except ValueError as wrong:
        raise WrongOption(f"{name}: expected networks such as 10.1.2.0/24, divided by commas: {wrong}") from wrong


def _key(values: Mapping[str, str], name: str) -> str:
    text = values[name].strip().lower()
    if text and not re.fullmatch(r"[0-9a-f]{64}", text):
        raise WrongOption(f"{name}: expected 64 hexadecimal digits")
    return text


def _concerns(values: Mapping[str, str]) -> tuple[str, str] | None:
    """`TERRITORY:LOCAL@DOMAIN`: mail to this address is a concern of this territory."""
    text = values["PHOIHOP_MAIL_CONCERNS"].strip().lower()
    if not text:
        return None
    territory, colon, address = text.partition(":")
    if not colon or not re.fullmatch(r"[a-z0-9.-]{1,40}", territory) or not _MAILBOX.fullmatch(address):
        raise WrongOption(f"PHOIHOP_MAIL_CONCERNS: expected TERRITORY:LOCAL@DOMAIN, got {text!r}")
    return territory, address


def _reply_address(values: Mapping[str, str], mail_from: str) -> str:
    """Where answers go: given, or `traloi` at the domain that mails come from. Room must be left for +TOKEN."""
    text = values["PHOIHOP_MAIL_REPLY"].strip().lower() or f"traloi@{mail_from.rpartition('@')[2].lower()}"
    if not _MAILBOX.fullmatch(text) or "+" in text or len(text.partition("@")[0]) > 30:
        raise WrongOption(f"PHOIHOP_MAIL_REPLY: expected LOCAL@DOMAIN, LOCAL short and without +, got {text!r}")
    return text


def _server(values: Mapping[str, str], name: str, schemes: set[str]) -> str:
    """scheme://USER:PASSWORD@HOST:PORT[/FOLDER]; empty: none. The message never shows it: it may hold a password."""
    url = values[name].strip()
    if not url:
        return ""
    wrong = WrongOption(f"{name}: expected {' or '.join(sorted(schemes))}, then ://USER:PASSWORD@HOST:PORT")
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in schemes or not parts.hostname or port == 0:
        raise wrong
    return url


def _truth(values: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = values[name].lower()
    if text not in {"", "yes", "no", "1", "0", "true", "false"}:
        raise WrongOption(f"{name}: expected yes or no, got {values[name]!r}")
    return default if not text else text in {"yes", "1", "true"}


def _word(values: Mapping[str, str], name: str, words: set[str]) -> str:
    text = values[name].upper()
    if text not in words:
        raise WrongOption(f"{name}: expected one of {', '.join(sorted(words))}, got {values[name]!r}")
    return text


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
