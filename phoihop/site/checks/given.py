"""Unsafe and missing settings, and files beside them, as far as they can be seen without asking anybody.

An installation on loopback alone is a trial: what only others could abuse is left unsaid there, or said as a note.
Knows nothing of Django.
"""

from __future__ import annotations

import ipaddress
import os
import stat
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from phoihop.site.checks.levels import Finding, missing, note, unsafe
from phoihop.site.options import DEFAULTS, SECRETS, Options, database, objects

LEAST_KEY = 50  # signs of a secret key
LEAST_SIGNS = 10  # different ones among them
NETWORK_DISKS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "fuse.sshfs"}
OWN = {"PHOIHOP_CHILD"}  # set by the house itself

Look = Callable[[Options, Mapping[str, str]], Iterator[Finding]]


def serves_others(given: Options) -> bool:
    """Whether anybody but this machine is meant to reach the site."""
    return not (is_near(given.address) and all(is_near(host) for host in given.hosts))


def is_near(host: str) -> bool:
    """Whether this is the machine itself: a loopback address or name, or a socket in a folder."""
    host = host.strip("[]")
    if host in {"", "localhost"} or host.endswith(".localhost") or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def network(given: Options, _environment: Mapping[str, str]) -> Iterator[Finding]:
    """HTTPS, host names, the proxy."""
    if not serves_others(given):
        return
    if not given.is_https:
        yield unsafe(
            "PHOIHOP_HTTPS is off while others reach the site: passwords and sessions travel in the clear",
            "put a proxy with a certificate before it and take PHOIHOP_HTTPS=no away",
        )
    elif not given.proxies:
        yield missing(
            "PHOIHOP_PROXIES names nobody: the house speaks no TLS itself and believes nobody that a request did",
            "set PHOIHOP_PROXIES to the address of the proxy that does",
        )
    if "*" in given.proxies:
        yield unsafe(
            "PHOIHOP_PROXIES is *: anybody may say he comes from anywhere, and the lock after wrong passwords is void",
            "name the proxy's addresses",
        )
    for proxy in given.proxies:
        if proxy != "*" and not _is_network(proxy):
            yield missing(
                f"PHOIHOP_PROXIES names {proxy}, which is no address: what it forwards is not believed",
                "write its address, or its network as 10.1.2.0/24",
            )
    if "*" in given.hosts:
        yield unsafe(
            "PHOIHOP_HOSTS is *: links can be made to lead anywhere by a forged Host", "name the public host names"
        )
    if all(is_near(host) for host in given.hosts):
        yield missing(
            f"PHOIHOP_ADDRESS is {given.address}, but PHOIHOP_HOSTS knows loopback names alone: others get 400",
            "set PHOIHOP_HOSTS to the public name",
        )


def links(given: Options, _environment: Mapping[str, str]) -> Iterator[Finding]:
    """What links in mails begin with."""
    if not serves_others(given):
        return
    if not given.site_url and (len(given.hosts) > 1 or given.hosts[0].startswith((".", "*"))):
        yield missing(
            f"PHOIHOP_SITE_URL is not set, links in mails begin with the first of PHOIHOP_HOSTS, {given.hosts[0]}",
            "set PHOIHOP_SITE_URL to https://HOST as readers type it",
        )
    if given.site_url:
        url = urllib.parse.urlsplit(given.site_url)
        if url.scheme == "http" and not is_near(url.hostname or ""):
            yield unsafe(
                f"PHOIHOP_SITE_URL is {given.site_url}: links that act travel in the clear", "begin it with https://"
            )
        if not any(_is_of(url.hostname or "", host) for host in given.hosts):
            yield missing(
                f"PHOIHOP_SITE_URL leads to {url.hostname}, which is not among PHOIHOP_HOSTS: its links end in 400",
                "add it to PHOIHOP_HOSTS",
            )


def secrets(given: Options, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Keys and the files they stand in."""
    key = given.secret_key or _text(given.data / "secret-key")
    if key and (len(key) < LEAST_KEY or len(set(key)) < LEAST_SIGNS):
        level = unsafe if serves_others(given) else note
        yield level(
            f"the secret key has {len(key)} signs, {len(set(key))} different: it can be guessed",
            "use python3 -c 'import secrets; print(secrets.token_urlsafe(64))'; everybody signs in again",
        )
    for name in SECRETS:
        place = environment.get(f"{name}_FILE")
        if place and (finding := _readable_by_others(given.data / Path(place).expanduser(), f"{name}_FILE")):
            yield finding
    keys = given.data / "keys"
    for path in sorted(keys.iterdir()) if keys.is_dir() else ():
        if path.suffix != ".public" and (finding := _readable_by_others(path, f"keys/{path.name}")):
            yield finding
    if given.master_key_file and (finding := _readable_by_others(given.master_key_file, "PHOIHOP_MASTER_KEY_FILE")):
        yield finding
    if os.geteuid() == 0 and serves_others(given):
        yield unsafe("this runs as root: whoever breaks in owns the machine", "run it as a user of its own")


def data_base(given: Options, _environment: Mapping[str, str]) -> Iterator[Finding]:
    """The way to the database; where SQLite's file lies."""
    if given.is_embedded:
        kind = _disk_of(given.data)
        if kind in NETWORK_DISKS:
            yield unsafe(
                f"the data folder lies on a network disk ({kind}): SQLite loses what it wrote there",
                "move it to a disk of this machine, or use PostgreSQL (PHOIHOP_DATABASE_URL)",
            )
        if given.objects_url:
            yield note(
                "files are in an object store but the database is SQLite here: no second machine can serve it",
                "use PostgreSQL (PHOIHOP_DATABASE_URL) before a second machine joins",
            )
        return
    settings = database(given)
    far = [host for host in str(settings["HOST"]).split(",") if not is_near(host)]
    mode = settings["OPTIONS"].get("sslmode", "prefer")
    if far and mode not in {"require", "verify-ca", "verify-full"}:
        yield unsafe(
            f"the way to the database at {', '.join(far)} may be without TLS (sslmode={mode})",
            "add ?sslmode=verify-full&sslrootcert=FILE to PHOIHOP_DATABASE_URL",
        )
    elif far and mode == "require":
        yield note(
            f"the database at {', '.join(far)} is not asked who it is (sslmode=require)",
            "use sslmode=verify-full with sslrootcert=FILE",
        )
    if far and not settings["PASSWORD"] and not {"sslcert", "passfile", "service"} & settings["OPTIONS"].keys():
        yield note(
            "PHOIHOP_DATABASE_URL holds no password for another host: the database lets in who names a user",
            "have it ask for a password (scram-sha-256) or a certificate",
        )
    if not given.objects_url and serves_others(given):
        yield note(
            "accepted files are kept in this machine's data folder: a second web machine would not find them",
            "set PHOIHOP_OBJECTS_URL before a second machine joins; phoihop objects move copies what is there",
        )


def object_store(given: Options, _environment: Mapping[str, str]) -> Iterator[Finding]:
    """The way to the object store."""
    where = objects(given)
    if where is None:
        return
    url = urllib.parse.urlsplit(where["endpoint_url"])
    if url.scheme == "http" and not is_near(url.hostname or ""):
        yield unsafe(
            f"PHOIHOP_OBJECTS_URL reaches {url.hostname} without TLS: papers travel in the clear",
            "take tls=no away; ca=FILE for an authority of your own",
        )


def mail(given: Options, _environment: Mapping[str, str]) -> Iterator[Finding]:
    """Out, in, and who may hand in."""
    for name, url in (("PHOIHOP_SMTP_URL", given.smtp_url), ("PHOIHOP_IMAP_URL", given.imap_url)):
        parts = urllib.parse.urlsplit(url)
        if parts.scheme in {"smtp", "imap"} and not is_near(parts.hostname or ""):
            yield unsafe(
                f"{name} reaches {parts.hostname} without TLS: mails and the password travel in the clear",
                f"begin it with {parts.scheme}s:// or {parts.scheme}+starttls://",
            )
    if given.lmtp_port and not is_near(given.lmtp_address):
        yield unsafe(
            f"the LMTP door listens on {given.lmtp_address} and asks nobody who he is",
            "set PHOIHOP_LMTP_ADDRESS to 127.0.0.1, or close the port to all but your mail server",
        )
    comes_in = bool(given.imap_url or given.lmtp_port)
    if comes_in and not given.mail_authserv:
        yield note(
            "PHOIHOP_MAIL_AUTHSERV is not set: a forged sender of an answer is not noticed",
            "name your mail server as it writes itself into Authentication-Results",
        )
    if not serves_others(given):
        return
    if not given.smtp_url:
        yield missing(
            "PHOIHOP_SMTP_URL names no mail server: mails become files that nobody reads", "name the mail server"
        )
    elif given.mail_from[1].endswith("@localhost"):
        yield missing(
            "PHOIHOP_MAIL_FROM is at localhost: other mail servers refuse such mails", "set an address of your domain"
        )
    if given.smtp_url and not comes_in:
        yield note(
            "neither PHOIHOP_IMAP_URL nor PHOIHOP_LMTP_PORT is set: answers and bounces are not read",
            "give the house its mailbox",
        )


def trial(given: Options, environment: Mapping[str, str]) -> Iterator[Finding]:
    """What belongs to a demonstration and not to a province."""
    if serves_others(given):
        if (given.data / "sample-accounts.json").exists():
            yield unsafe(
                "sample accounts are open, all with one password that start prints",
                "begin an empty data folder (prepare --empty), or phoihop user disable each and delete "
                "sample-accounts.json",
            )
        if (given.data / "clock").exists():
            yield unsafe(
                "a demonstration clock runs: every act gets a date that never was",
                "stop the house and delete the file clock of the data folder",
            )
    if given.log_level == "DEBUG" and serves_others(given):
        yield unsafe(
            "PHOIHOP_LOG_LEVEL is DEBUG: the log tells more of people than is needed", "set it to INFO or WARNING"
        )
    unread = sorted(name for name in environment if name.startswith("PHOIHOP_") and name not in _known())
    for name in unread:
        yield note(f"nobody reads {name} of the environment", "see docs/operations.md for the names that are read")


LOOKS: dict[str, Look] = {
    "network": network,
    "links": links,
    "secrets": secrets,
    "way to the database": data_base,
    "way to the store": object_store,
    "mail": mail,
    "trial": trial,
}


def _known() -> set[str]:
    return {*DEFAULTS, *(f"{name}_FILE" for name in SECRETS), *OWN}


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return False
    return True


def _is_of(host: str, name: str) -> bool:
    return name == "*" or host == name.lstrip(".") or (name.startswith(".") and host.endswith(name))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _readable_by_others(path: Path, name: str) -> Finding | None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077 == 0 or _is_handed_down(path):
        return None
    return unsafe(f"{name} has mode {mode:o}: others on this machine can read it", f"chmod 600 {path}")


def _is_handed_down(path: Path) -> bool:
    """A credential of systemd or a container's secret: read-only, in memory, for this process alone."""
    folders = (os.environ.get("CREDENTIALS_DIRECTORY"), "/run/secrets")
    return any(folder and path.is_relative_to(folder) for folder in folders)


def _disk_of(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The kind of file system a folder lies on; empty where that cannot be told."""
    if not mounts.exists():
        return ""
    place, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, where, type_, *_more = line.split(" ")
        folder = where.encode().decode("unicode_escape")
        if path.is_relative_to(folder) and len(folder) >= len(place):
            place, kind = folder, type_
    return kind
