"""What the operator may set: by environment, or in one file of NAME=value lines. Knows nothing of Django."""

from __future__ import annotations

import ipaddress
import os
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

from phoihop.site.options import parsing
from phoihop.site.options.databases import database, replica
from phoihop.site.options.parsing import SECRETS, WrongOption

__all__ = [
    "DEFAULTS",
    "ROOT",
    "SECRETS",
    "Options",
    "WrongOption",
    "database",
    "in_file",
    "objects",
    "options",
    "read",
    "replica",
    "url_of",
]

ROOT = Path(__file__).resolve().parents[3]
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
    named = {name: environment[name] for name in DEFAULTS if name in environment}
    written = in_file(environment, data)
    values = {**DEFAULTS, **parsing.with_secrets(written, data), **parsing.with_secrets(environment, data, named)}
    unknown = sorted(set(values) - set(DEFAULTS))
    if unknown:
        raise WrongOption(f"unknown setting {', '.join(unknown)}; known are {', '.join(DEFAULTS)}")
    hosts = parsing.listed(values["PHOIHOP_HOSTS"])
    mail_from = parsing.mailbox(values, "PHOIHOP_MAIL_FROM")
    return Options(
        data=data,
        secret_key=values["PHOIHOP_SECRET_KEY"],
        database_url=values["PHOIHOP_DATABASE_URL"],
        objects_url=parsing.objects_url(values),
        database_pooler=parsing.pooler(values),
        database_replica_url=parsing.replica(values),
        address=values["PHOIHOP_ADDRESS"],
        port=parsing.number(values, "PHOIHOP_PORT", 1, 65535),
        hosts=hosts,
        is_https=parsing.truth(values, "PHOIHOP_HTTPS", default=not all(parsing.is_loopback(host) for host in hosts)),
        proxies=parsing.listed(values["PHOIHOP_PROXIES"]),
        workers=parsing.number(values, "PHOIHOP_WORKERS", 1, 64),
        threads=parsing.number(values, "PHOIHOP_THREADS", 1, 64),
        tick_seconds=parsing.number(values, "PHOIHOP_TICK_SECONDS", 1, 3600),
        acknowledge_working_days=parsing.number(values, "PHOIHOP_ACKNOWLEDGE_WORKING_DAYS", 0, 60),
        largest_file_mb=parsing.number(values, "PHOIHOP_LARGEST_FILE_MB", 1, 4096),
        quarantine_days=parsing.number(values, "PHOIHOP_QUARANTINE_DAYS", 1, 30),
        trust=parsing.path_of(values["PHOIHOP_TRUST"], "PHOIHOP_TRUST", data),
        site_url=parsing.site_url(values),
        mail_from=mail_from,
        mail_reply=parsing.reply_address(values, mail_from[1]),
        smtp_url=parsing.server(values, "PHOIHOP_SMTP_URL", {"smtp", "smtp+starttls", "smtps"}),
        imap_url=parsing.server(values, "PHOIHOP_IMAP_URL", {"imap", "imap+starttls", "imaps"}),
        imap_seconds=parsing.number(values, "PHOIHOP_IMAP_SECONDS", 5, 3600),
        lmtp_address=values["PHOIHOP_LMTP_ADDRESS"],
        lmtp_port=parsing.number(values, "PHOIHOP_LMTP_PORT", 0, 65535),
        mail_authserv=values["PHOIHOP_MAIL_AUTHSERV"].strip().lower(),
        mail_concerns=parsing.concerns(values),
        mail_ca=parsing.certificates(values, data),
        public_secret=values["PHOIHOP_PUBLIC_SECRET"],
        page_cache_mb=parsing.number(values, "PHOIHOP_PAGE_CACHE_MB", 0, 4096),
        intake_key=parsing.key(values, "PHOIHOP_INTAKE_KEY"),
        master_key_file=parsing.master_key_file(values),
        websub_hub=parsing.hub(values),
        press_networks=parsing.networks(values, "PHOIHOP_PRESS_NETWORKS"),
        backup_dir=parsing.backup_dir(values),
        backup_keys=values["PHOIHOP_BACKUP_KEYS"].strip(),
        backup_at=parsing.hour(values, "PHOIHOP_BACKUP_AT"),
        backup_keep=parsing.backup_keep(values),
        backup_encrypt_to=parsing.key(values, "PHOIHOP_BACKUP_ENCRYPT_TO"),
        session_idle_minutes=parsing.number(values, "PHOIHOP_SESSION_IDLE_MINUTES", 5, 720),
        security_contact=parsing.contact(values),
        breached_passwords=parsing.breached(values, data),
        log_level=parsing.word(values, "PHOIHOP_LOG_LEVEL", {"DEBUG", "INFO", "WARNING", "ERROR"}),
        log_format=parsing.word(values, "PHOIHOP_LOG_FORMAT", {"PLAIN", "JSON"}),
        logs_requests=parsing.truth(values, "PHOIHOP_LOG_REQUESTS", default=False),
        node=parsing.node(values),
        metrics_networks=parsing.networks(values, "PHOIHOP_METRICS_NETWORKS"),
        otlp_url=parsing.otlp(values),
        drain_seconds=parsing.number(values, "PHOIHOP_DRAIN_SECONDS", 0, 120),
    )


def in_file(environment: Mapping[str, str], data: Path) -> dict[str, str]:
    """What the one file of settings says, as it is written there."""
    file = Path(environment.get("PHOIHOP_SETTINGS") or data / "settings.env")
    return parsing.file(file, is_needed="PHOIHOP_SETTINGS" in environment)


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
    if all(parsing.is_loopback(host) for host in options.hosts):
        return (
            f"http://localhost:{port}/" if parsing.is_loopback(options.address) else f"http://{options.address}:{port}/"
        )
    return f"http{'s' if options.is_https else ''}://{options.hosts[0].lstrip('.')}/"
