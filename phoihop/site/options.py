"""What the operator may set: by environment, or in one file of NAME=value lines. Knows nothing of Django."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import ssl
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
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
    "PHOIHOP_OBJECTS_URL": "",
    "PHOIHOP_DATABASE_POOLER": "",
    "PHOIHOP_DATABASE_REPLICA_URL": "",
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
    "PHOIHOP_MASTER_KEY_FILE": "",
    "PHOIHOP_WEBSUB_HUB": "",
    "PHOIHOP_PRESS_NETWORKS": "",
    "PHOIHOP_PUBLIC_SECRET": "",
    "PHOIHOP_PAGE_CACHE_MB": "32",
    "PHOIHOP_BACKUP_DIR": "",
    "PHOIHOP_BACKUP_KEYS": "",
    "PHOIHOP_BACKUP_AT": "02:30",
    "PHOIHOP_BACKUP_KEEP": "7,4,12",
    "PHOIHOP_BACKUP_ENCRYPT_TO": "",
    "PHOIHOP_SESSION_IDLE_MINUTES": "60",
    "PHOIHOP_SECURITY_CONTACT": "",
    "PHOIHOP_BREACHED_PASSWORDS": "",
    "PHOIHOP_LOG_LEVEL": "INFO",
    "PHOIHOP_LOG_FORMAT": "plain",
    "PHOIHOP_LOG_REQUESTS": "no",
    "PHOIHOP_NODE": "",
    "PHOIHOP_METRICS_NETWORKS": "",
    "PHOIHOP_OTLP_URL": "",
    "PHOIHOP_DRAIN_SECONDS": "0",
}

# Nobody waits for ever: a lock ten seconds, one statement two minutes, a forgotten transaction one minute.
LIMITS = ("lock_timeout=10s", "statement_timeout=120s", "idle_in_transaction_session_timeout=60s")
REPLICA_SECONDS = 2  # to reach a replica: a reader waits no longer before the primary is asked

_HOST = re.compile(r"(?P<name>[^:,\[\]]*|\[[0-9A-Fa-f:.]+\])(:(?P<port>[0-9]{1,5}))?")
# Each of these may be the content of a file instead, named by NAME_FILE: a credential of systemd, a container's secret.
SECRETS = (
    "PHOIHOP_SECRET_KEY",
    "PHOIHOP_DATABASE_URL",
    "PHOIHOP_DATABASE_REPLICA_URL",
    "PHOIHOP_OBJECTS_URL",
    "PHOIHOP_SMTP_URL",
    "PHOIHOP_IMAP_URL",
    "PHOIHOP_PUBLIC_SECRET",
)
_MOST_SECRET = 16_384  # bytes of such a file

_MAILBOX = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class WrongOption(Exception):
    """A setting cannot be understood. The message names it and says what is expected."""


@dataclass(frozen=True, slots=True)
class Options:
    data: Path
    secret_key: str
    database_url: str
    objects_url: str  # where accepted files are kept; empty: in the data folder
    database_pooler: str  # "transaction": sessions of the database are lent for one transaction; empty: they are ours
    database_replica_url: str  # where the public side's pages may be read from; empty: nowhere else
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
    master_key_file: Path | None  # of the keys of units; none: keys/master.key of the data folder
    websub_hub: str  # is told when corrections change; empty: none
    press_networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]  # the press desk may go there too
    backup_dir: Path | None  # where `serve` makes a backup each night; none: it makes none
    backup_keys: str  # a folder of their own, or "beside", or "elsewhere"; empty: none is made by itself
    backup_at: time
    backup_keep: str  # days, weeks, months
    backup_encrypt_to: str  # a public key in hexadecimal; empty: not sealed
    session_idle_minutes: int
    security_contact: str  # mailto: or https: address for whoever finds a hole; empty: nobody is named
    breached_passwords: Path | None  # a sorted file of SHA-1 hashes, or a folder of range files; None: no list
    log_level: str
    log_format: str  # PLAIN or JSON
    logs_requests: bool
    node: str  # this machine's name in logs, metrics and on the status page
    metrics_networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]  # may ask for metrics besides loopback
    otlp_url: str  # where traces go; empty: none are made
    drain_seconds: int  # told to stop, the web says "not ready" for so long before it stops

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
    written = _file(file, is_needed="PHOIHOP_SETTINGS" in environment)
    values = {**DEFAULTS, **_with_secrets(written, data), **_with_secrets(environment, data, named)}
    unknown = sorted(set(values) - set(DEFAULTS))
    if unknown:
        raise WrongOption(f"unknown setting {', '.join(unknown)}; known are {', '.join(DEFAULTS)}")
    hosts = _list(values["PHOIHOP_HOSTS"])
    mail_from = _mailbox(values, "PHOIHOP_MAIL_FROM")
    return Options(
        data=data,
        secret_key=values["PHOIHOP_SECRET_KEY"],
        database_url=values["PHOIHOP_DATABASE_URL"],
        objects_url=_objects_url(values),
        database_pooler=_pooler(values),
        database_replica_url=_replica(values),
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
        trust=_path(values["PHOIHOP_TRUST"], "PHOIHOP_TRUST", data),
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
        master_key_file=_master_key_file(values),
        websub_hub=_hub(values),
        press_networks=_networks(values, "PHOIHOP_PRESS_NETWORKS"),
        backup_dir=_backup_dir(values),
        backup_keys=values["PHOIHOP_BACKUP_KEYS"].strip(),
        backup_at=_hour(values, "PHOIHOP_BACKUP_AT"),
        backup_keep=_backup_keep(values),
        backup_encrypt_to=_key(values, "PHOIHOP_BACKUP_ENCRYPT_TO"),
        session_idle_minutes=_number(values, "PHOIHOP_SESSION_IDLE_MINUTES", 5, 720),
        security_contact=_contact(values),
        breached_passwords=_breached(values, data),
        log_level=_word(values, "PHOIHOP_LOG_LEVEL", {"DEBUG", "INFO", "WARNING", "ERROR"}),
        log_format=_word(values, "PHOIHOP_LOG_FORMAT", {"PLAIN", "JSON"}),
        logs_requests=_truth(values, "PHOIHOP_LOG_REQUESTS", default=False),
        node=_node(values),
        metrics_networks=_networks(values, "PHOIHOP_METRICS_NETWORKS"),
        otlp_url=_otlp(values),
        drain_seconds=_number(values, "PHOIHOP_DRAIN_SECONDS", 0, 120),
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
    return _postgresql("PHOIHOP_DATABASE_URL", options.database_url, is_pooled=bool(options.database_pooler))


def replica(options: Options) -> dict[str, Any] | None:
    """Django's DATABASES["replica"] for these options; none without one. Nothing is written there."""
    if not options.database_replica_url:
        return None
    settings = _postgresql("PHOIHOP_DATABASE_REPLICA_URL", options.database_replica_url, is_pooled=False)
    settings["OPTIONS"]["connect_timeout"] = REPLICA_SECONDS
    settings["TEST"] = {"MIRROR": "default"}
    return settings


def _postgresql(name: str, address: str, *, is_pooled: bool) -> dict[str, Any]:
    """`postgresql://USER:PASSWORD@HOST:PORT,HOST:PORT/NAME?option=value`: what libpq takes, several hosts too."""
    scheme, _colon, rest = address.partition("://")
    place, _slash, path = rest.partition("/")
    who, _at, hosts = place.rpartition("@")
    database_name, _mark, query = path.partition("?")
    user, _colon, password = who.partition(":")
    extra = dict(urllib.parse.parse_qsl(query))
    pairs = [_host(part) for part in hosts.split(",")]
    if scheme not in {"postgresql", "postgres"} or not database_name or None in pairs:
        raise WrongOption(f"{name}: expected postgresql://USER:PASSWORD@HOST:PORT,HOST:PORT/NAME?option=value")
    found = [pair for pair in pairs if pair is not None]
    ports = [port for _name, port in found]
    given_hosts = extra.pop("host", "") or ",".join(host for host, _port in found)
    given_ports = extra.pop("port", "") or (",".join(port or "5432" for port in ports) if any(ports) else "")
    if "," in given_ports and given_ports.count(",") != given_hosts.count(","):
        raise WrongOption(f"{name}: expected as many ports as hosts, or one port for all of them")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": urllib.parse.unquote(database_name),
        "USER": urllib.parse.unquote(user),
        "PASSWORD": urllib.parse.unquote(password),
        "HOST": given_hosts,
        "PORT": given_ports,
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        # A pooler lends another session for each transaction: nothing may be left in one, nor be expected there.
        "DISABLE_SERVER_SIDE_CURSORS": is_pooled,
        "OPTIONS": {
            "connect_timeout": 10,
            # A host that vanished without a word is noticed in a quarter of a minute, not when the kernel gives up.
            "keepalives_idle": 5,
            "keepalives_interval": 3,
            "keepalives_count": 3,
            "tcp_user_timeout": 15_000,
            # None is psycopg's word for: prepare nothing.
            **({"prepare_threshold": None} if is_pooled else {"options": f"-c {' -c '.join(LIMITS)}"}),
            **extra,
        },
    }


def _host(text: str) -> tuple[str, str] | None:
    """Name and port of one host of an address; None when it is none."""
    found = _HOST.fullmatch(text)
    if found is None or not (found["port"] is None or 0 < int(found["port"]) < 65536):
        return None
    return urllib.parse.unquote(found["name"]).strip("[]"), found["port"] or ""


def _pooler(values: Mapping[str, str]) -> str:
    word = values["PHOIHOP_DATABASE_POOLER"].strip().lower()
    if word not in {"", "transaction"}:
        raise WrongOption(f"PHOIHOP_DATABASE_POOLER: expected transaction, or nothing, got {word!r}")
    if word and not values["PHOIHOP_DATABASE_URL"]:
        raise WrongOption("PHOIHOP_DATABASE_POOLER: there is no PHOIHOP_DATABASE_URL that a pooler could stand before")
    return word


def _replica(values: Mapping[str, str]) -> str:
    url = values["PHOIHOP_DATABASE_REPLICA_URL"].strip()
    if url and not values["PHOIHOP_DATABASE_URL"]:
        raise WrongOption("PHOIHOP_DATABASE_REPLICA_URL: only a PHOIHOP_DATABASE_URL has replicas; SQLite has none")
    return url


def objects(options: Options) -> dict[str, Any] | None:
    """What `S3Storage` takes for these options; None: files are kept in the data folder."""
    if not options.objects_url:
        return None
    url = urllib.parse.urlsplit(options.objects_url)
    extra = dict(urllib.parse.parse_qsl(url.query))
    is_tls = extra.get("tls", "yes") == "yes"
    return {
        "endpoint_url": f"http{'s' if is_tls else ''}://{url.netloc.rpartition('@')[2]}",
        "bucket_name": url.path.strip("/"),
        "access_key": urllib.parse.unquote(url.username or "") or None,
        "secret_key": urllib.parse.unquote(url.password or "") or None,
        "region_name": extra.get("region", "us-east-1"),
        "location": extra.get("prefix", "").strip("/"),
        "verify": str(options.data / extra["ca"]) if "ca" in extra else None,
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
    except (OSError, UnicodeDecodeError) as wrong:
        raise WrongOption(f"{path} cannot be read as text in UTF-8: {wrong}") from None
    values = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not text.isprintable():
            raise WrongOption(f"{path}, line {number}: expected NAME=value, without control characters")
        if name.strip() in {"PHOIHOP_DATA", "PHOIHOP_SETTINGS"}:
            raise WrongOption(f"{path}, line {number}: {name.strip()} says where this file is; it belongs outside")
        values[name.strip()] = value.strip().strip('"')
    return values


def _with_secrets(given: Mapping[str, str], data: Path, named: Mapping[str, str] | None = None) -> dict[str, str]:
    """The values given, with the contents of the files that `NAME_FILE` names put in for NAME."""
    values = dict(given if named is None else named)
    for name in SECRETS:
        place = given.get(f"{name}_FILE")
        values.pop(f"{name}_FILE", None)
        if not place:
            continue
        if values.get(name):
            raise WrongOption(f"{name} and {name}_FILE are both set; keep one of them")
        try:
            content = _path(place, f"{name}_FILE", data).read_bytes()
        except OSError as wrong:
            raise WrongOption(f"{name}_FILE: {place} cannot be read: {wrong.strerror}") from None
        try:
            values[name] = content.decode("utf-8").strip()
        except UnicodeDecodeError:
            raise WrongOption(f"{name}_FILE: {place} is no text") from None
        if not values[name] or len(content) > _MOST_SECRET or "\n" in values[name]:
            raise WrongOption(f"{name}_FILE: expected one line in {place}, of at most {_MOST_SECRET} bytes")
    return values


def _objects_url(values: Mapping[str, str]) -> str:
    """Keys stand in it or come from the environment, as with every program of that kind; both or neither."""
    url = values["PHOIHOP_OBJECTS_URL"].strip()
    if not url:
        return ""
    wrong = WrongOption(
        "PHOIHOP_OBJECTS_URL: expected s3://KEY:SECRET@HOST:PORT/BUCKET, then perhaps "
        "?region=NAME&prefix=FOLDER&tls=no&ca=FILE"
    )
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port
        extra = dict(urllib.parse.parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise wrong from None
    bucket, prefix = parts.path.strip("/"), extra.get("prefix", "").strip("/")
    is_right = (
        parts.scheme == "s3"
        and parts.hostname
        and port != 0
        and re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", bucket)
        and bool(parts.username) == bool(parts.password)
        and extra.keys() <= {"region", "prefix", "tls", "ca"}
        and extra.get("tls", "yes") in {"yes", "no"}
        and re.fullmatch(r"([A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*)?", prefix)
    )
    if not is_right:
        raise wrong
    return url


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _number(values: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = values[name]
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise WrongOption(f"{name}: expected a number from {least} to {most}, got {text!r}")
    return int(text)


def _site_url(values: Mapping[str, str]) -> str:
    url = values["PHOIHOP_SITE_URL"].strip().rstrip("/")
    parts = _parts(url)
    if url and (parts is None or parts.path or parts.query):
        raise WrongOption(f"PHOIHOP_SITE_URL: expected https://HOST or https://HOST:PORT, got {url!r}")
    return url


def _parts(url: str) -> urllib.parse.SplitResult | None:
    """The parts of an address of the web; None when it is none."""
    try:
        parts = urllib.parse.urlsplit(url)
        is_right = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # brackets that do not close, a port beyond all ports
        return None
    return parts if is_right else None


def _path(text: str, name: str, data: Path | None = None) -> Path:
    """A path as the operator wrote it; relative ones begin in the data folder, where one is given."""
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        raise WrongOption(f"{name}: nobody on this machine has the home folder that {text!r} begins with") from None
    return path if data is None else data / path


def _hub(values: Mapping[str, str]) -> str:
    url = values["PHOIHOP_WEBSUB_HUB"].strip()
    parts = _parts(url)
    if url and (parts is None or parts.username or parts.fragment):
        raise WrongOption(f"PHOIHOP_WEBSUB_HUB: expected https://HOST/PATH, got {url!r}")
    return url


def _contact(values: Mapping[str, str]) -> str:
    """Who is told of holes: a mail address, or a page over HTTPS; as `security.txt` writes it (RFC 9116)."""
    text = values["PHOIHOP_SECURITY_CONTACT"].strip()
    address, parts = text.removeprefix("mailto:"), _parts(text)
    if not text or (parts is not None and parts.scheme == "https" and re.fullmatch(r"[!-~]+", text)):
        return text
    if not _MAILBOX.fullmatch(address):
        raise WrongOption(f"PHOIHOP_SECURITY_CONTACT: expected LOCAL@DOMAIN or https://HOST/PATH, got {text!r}")
    return f"mailto:{address}"


def _node(values: Mapping[str, str]) -> str:
    """The name given to this machine, or the one it has."""
    name = values["PHOIHOP_NODE"].strip() or re.sub(r"[^A-Za-z0-9._-]", "-", socket.gethostname())[:80] or "node"
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,80}", name):
        raise WrongOption(f"PHOIHOP_NODE: expected up to 80 letters, digits, dots and dashes, got {name!r}")
    return name


def _otlp(values: Mapping[str, str]) -> str:
    """Where spans are sent by OTLP over HTTP. The message does not show it: it may hold a key."""
    url = values["PHOIHOP_OTLP_URL"].strip()
    parts = _parts(url)
    if url and (parts is None or parts.fragment):
        raise WrongOption("PHOIHOP_OTLP_URL: expected http://HOST:4318/v1/traces, or https")
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
    path = _path(values["PHOIHOP_MAIL_CA"], "PHOIHOP_MAIL_CA", data)
    try:
        ssl.create_default_context(cafile=str(path))
    except (OSError, ValueError) as wrong:  # ssl.SSLError is an OSError
        raise WrongOption(f"PHOIHOP_MAIL_CA: expected a file of PEM certificates, {path}: {wrong}") from wrong
    return str(path)


def _breached(values: Mapping[str, str], data: Path) -> Path | None:
    """The list of breached passwords; its beginning is looked at, so that a wrong one is found at the start."""
    name = "PHOIHOP_BREACHED_PASSWORDS"
    if not values[name]:
        return None
    path = _path(values[name], name, data)
    expected = f"{name}: expected a file of lines SHA1:COUNT in the order of the hashes, or a folder of range files"
    if path.is_dir():
        if not any(re.fullmatch(r"[0-9A-Fa-f]{5}(\.txt)?", entry.name) for entry in path.iterdir()):
            raise WrongOption(f"{expected}; in {path} no file is named by five hexadecimal digits")
        return path
    try:
        with path.open("rb") as file:
            beginning = file.readline(64)
    except OSError as trouble:
        raise WrongOption(f"{expected}: {trouble}") from trouble
    if not re.fullmatch(rb"[0-9A-Fa-f]{40}(:\d+)?\r?\n?", beginning):
        raise WrongOption(f"{expected}; the first line of {path} is none")
    return path


def _networks(values: Mapping[str, str], name: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
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


def _master_key_file(values: Mapping[str, str]) -> Path | None:
    text = values["PHOIHOP_MASTER_KEY_FILE"].strip()
    if not text:
        return None
    path = _path(text, "PHOIHOP_MASTER_KEY_FILE").absolute()
    try:
        size = path.stat().st_size
    except OSError as wrong:
        raise WrongOption(
            f"PHOIHOP_MASTER_KEY_FILE: {path} cannot be read: {wrong.strerror}. Without it no personal data opens; "
            "put back the key that was used before, or, on a new installation, write 32 bytes of chance there"
        ) from None
    if size != 32:
        raise WrongOption(f"PHOIHOP_MASTER_KEY_FILE: {path} has {size} bytes; a master key has 32")
    return path


def _backup_dir(values: Mapping[str, str]) -> Path | None:
    """Where nightly backups go. It must be said where the keys go: who takes both can read everything."""
    text = values["PHOIHOP_BACKUP_DIR"].strip()
    if not text:
        return None
    if not values["PHOIHOP_BACKUP_KEYS"].strip():
        raise WrongOption(
            "PHOIHOP_BACKUP_KEYS: name a folder of their own for the keys (another disk, another machine), or write "
            "beside (who has the backup has all) or elsewhere (you keep a copy of them yourself)"
        )
    return _path(text, "PHOIHOP_BACKUP_DIR").absolute()


def _backup_keep(values: Mapping[str, str]) -> str:
    text = values["PHOIHOP_BACKUP_KEEP"].strip()
    if not re.fullmatch(r"[0-9]{1,4}(,[0-9]{1,4}){0,2}", text) or not int(text.replace(",", "")):
        raise WrongOption(f"PHOIHOP_BACKUP_KEEP: expected days, weeks, months to be kept, such as 7,4,12; got {text!r}")
    return text


def _hour(values: Mapping[str, str], name: str) -> time:
    text = values[name].strip()
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise WrongOption(f"{name}: expected an hour such as 02:30, got {text!r}")
    return time(int(text[:2]), int(text[3:]))


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
