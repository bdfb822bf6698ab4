"""Unsafe and missing settings, and files beside them, as far as they can be seen without asking anybody.

An installation on loopback alone is a trial: what only others could abuse is left unsaid there, or said as a note.
Knows nothing of Django.
"""

from __future__ import annotations

import ipaddress
import os
import re
import stat
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from phoihop.site.checks.levels import Finding, missing, note, unsafe
from phoihop.site.options import DEFAULTS, SECRETS, Options, database, in_file, objects, replica

LEAST_KEY = 50  # signs of a secret key
LEAST_PUBLIC_KEY = 32  # of the public's secret, which signs forms and no sessions
LEAST_SIGNS = 10  # different ones among them
LARGEST_NETWORK = 7  # bits of fc00::/7, the largest network that is anybody's own; fewer take in half the world
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
        if proxy != "*" and _network(proxy) is None:
            yield missing(
                f"PHOIHOP_PROXIES names {proxy}, which is no address: what it forwards is not believed",
                "write its address, or its network as 10.1.2.0/24",
            )
    yield from _whole_worlds(given)
    if "*" in given.hosts:
        yield unsafe(
            "PHOIHOP_HOSTS is *: links can be made to lead anywhere by a forged Host", "name the public host names"
        )
    if all(is_near(host) for host in given.hosts):
        yield missing(
            f"PHOIHOP_ADDRESS is {given.address}, but PHOIHOP_HOSTS knows loopback names alone: others get 400",
            "set PHOIHOP_HOSTS to the public name",
        )
    traces = urllib.parse.urlsplit(given.otlp_url)
    if traces.scheme == "http" and not is_near(traces.hostname or ""):
        yield note(
            f"PHOIHOP_OTLP_URL reaches {traces.hostname} without TLS: what the house does when can be read on the way",
            "begin it with https://, or run a collector on this machine",
        )


def _whole_worlds(given: Options) -> Iterator[Finding]:
    """Networks that are named and hold everybody, as 0.0.0.0/0."""
    proxies = [network for network in map(_network, given.proxies) if network is not None]
    for name, networks, what in (
        ("PHOIHOP_PROXIES", proxies, "anybody may say he comes from anywhere, as with *"),
        ("PHOIHOP_PRESS_NETWORKS", given.press_networks, "feeds can lead the house to every machine inside"),
        ("PHOIHOP_METRICS_NETWORKS", given.metrics_networks, "anybody may read what the house has to do"),
    ):
        for network in networks:
            if network.prefixlen < LARGEST_NETWORK:
                yield unsafe(f"{name} names {network}: {what}", "name the addresses that are meant, or their network")


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
    signing = given.secret_key or _text(given.data / "secret-key")
    for what, key, least, after in (
        ("the secret key", signing, LEAST_KEY, "everybody signs in again"),
        ("PHOIHOP_PUBLIC_SECRET", given.public_secret, LEAST_PUBLIC_KEY, "the same at the desk as in public"),
    ):
        if key and (len(key) < least or len(set(key)) < LEAST_SIGNS):
            level = unsafe if serves_others(given) else note
            yield level(
                f"{what} has {len(key)} signs, {len(set(key))} different: it can be guessed",
                f"use python3 -c 'import secrets; print(secrets.token_urlsafe(64))'; {after}",
            )
    written = in_file(environment, given.data)
    file = environment.get("PHOIHOP_SETTINGS")  # the one in the data folder is looked at with that folder
    if file and any(_is_secret(name, value) for name, value in written.items()):
        yield from _open_to_others(Path(file), "the file that PHOIHOP_SETTINGS names holds secrets and")
    for name in (f"{name}_FILE" for name in SECRETS):
        for place in {environment.get(name), written.get(name)} - {None, ""}:
            yield from _open_to_others(given.data / Path(str(place)).expanduser(), name)
    keys = given.data / "keys"
    for path in sorted(keys.iterdir()) if keys.is_dir() else ():
        if path.suffix != ".public":
            yield from _open_to_others(path, f"keys/{path.name}")
    if given.master_key_file:
        yield from _open_to_others(given.master_key_file, "PHOIHOP_MASTER_KEY_FILE")
    if given.backup_keys == "beside" and not given.backup_encrypt_to:
        yield note(
            "PHOIHOP_BACKUP_KEYS is beside: whoever has a backup has its keys, and reads everything",
            "name a folder of their own, best on another disk",
        )
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
    yield from _way_to("the database", "PHOIHOP_DATABASE_URL", database(given))
    copy = replica(given)
    if copy is not None:
        yield from _way_to("the replica", "PHOIHOP_DATABASE_REPLICA_URL", copy)
    if not given.objects_url and serves_others(given):
        yield note(
            "accepted files are kept in this machine's data folder: a second web machine would not find them",
            "set PHOIHOP_OBJECTS_URL before a second machine joins; phoihop objects move copies what is there",
        )


def _way_to(what: str, name: str, settings: dict[str, Any]) -> Iterator[Finding]:
    far = [host for host in str(settings["HOST"]).split(",") if not is_near(host)]
    mode = settings["OPTIONS"].get("sslmode", "prefer")
    if far and mode not in {"require", "verify-ca", "verify-full"}:
        yield unsafe(
            f"the way to {what} at {', '.join(far)} may be without TLS (sslmode={mode})",
            f"add ?sslmode=verify-full&sslrootcert=FILE to {name}",
        )
    elif far and mode == "require":
        yield note(
            f"{what} at {', '.join(far)} is not asked who it is (sslmode=require)",
            "use sslmode=verify-full with sslrootcert=FILE",
        )
    if far and not settings["PASSWORD"] and not {"sslcert", "passfile", "service"} & settings["OPTIONS"].keys():
        yield note(
            f"{name} holds no password for another host: the database lets in who names a user",
            "have it ask for a password (scram-sha-256) or a certificate",
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


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return None


def _is_of(host: str, name: str) -> bool:
    return name == "*" or host == name.lstrip(".") or (name.startswith(".") and host.endswith(name))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _is_secret(name: str, value: str) -> bool:
    """Whether a value of the settings opens something: an address without a password does not."""
    if not name.endswith("_URL"):
        return name in SECRETS and bool(value)
    return bool(re.search(r"//[^/@]*:[^/@]+@|[?&]password=", value))


def _open_to_others(path: Path, name: str) -> Iterator[Finding]:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077 and not _is_handed_down(path):
        yield unsafe(f"{name} has mode {mode:o}: others on this machine can read it", f"chmod 600 {path}")


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
