"""How one setting is understood: what each may be, and the sentence for what it may not."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import urllib.parse
from collections.abc import Mapping
from datetime import time
from pathlib import Path

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


def pooler(values: Mapping[str, str]) -> str:
    word = values["PHOIHOP_DATABASE_POOLER"].strip().lower()
    if word not in {"", "transaction"}:
        raise WrongOption(f"PHOIHOP_DATABASE_POOLER: expected transaction, or nothing, got {word!r}")
    if word and not values["PHOIHOP_DATABASE_URL"]:
        raise WrongOption("PHOIHOP_DATABASE_POOLER: there is no PHOIHOP_DATABASE_URL that a pooler could stand before")
    return word


def replica(values: Mapping[str, str]) -> str:
    url = values["PHOIHOP_DATABASE_REPLICA_URL"].strip()
    if url and not values["PHOIHOP_DATABASE_URL"]:
        raise WrongOption("PHOIHOP_DATABASE_REPLICA_URL: only a PHOIHOP_DATABASE_URL has replicas; SQLite has none")
    return url


def file(path: Path, *, is_needed: bool) -> dict[str, str]:
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


def with_secrets(given: Mapping[str, str], data: Path, named: Mapping[str, str] | None = None) -> dict[str, str]:
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
            content = path_of(place, f"{name}_FILE", data).read_bytes()
        except OSError as wrong:
            raise WrongOption(f"{name}_FILE: {place} cannot be read: {wrong.strerror}") from None
        try:
            values[name] = content.decode("utf-8").strip()
        except UnicodeDecodeError:
            raise WrongOption(f"{name}_FILE: {place} is no text") from None
        if not values[name] or len(content) > _MOST_SECRET or "\n" in values[name]:
            raise WrongOption(f"{name}_FILE: expected one line in {place}, of at most {_MOST_SECRET} bytes")
    return values


def objects_url(values: Mapping[str, str]) -> str:
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


def listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def number(values: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = values[name]
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise WrongOption(f"{name}: expected a number from {least} to {most}, got {text!r}")
    return int(text)


def site_url(values: Mapping[str, str]) -> str:
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


def path_of(text: str, name: str, data: Path | None = None) -> Path:
    """A path as the operator wrote it; relative ones begin in the data folder, where one is given."""
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        raise WrongOption(f"{name}: nobody on this machine has the home folder that {text!r} begins with") from None
    return path if data is None else data / path


def hub(values: Mapping[str, str]) -> str:
    url = values["PHOIHOP_WEBSUB_HUB"].strip()
    parts = _parts(url)
    if url and (parts is None or parts.username or parts.fragment):
        raise WrongOption(f"PHOIHOP_WEBSUB_HUB: expected https://HOST/PATH, got {url!r}")
    return url


def contact(values: Mapping[str, str]) -> str:
    """Who is told of holes: a mail address, or a page over HTTPS; as `security.txt` writes it (RFC 9116)."""
    text = values["PHOIHOP_SECURITY_CONTACT"].strip()
    address, parts = text.removeprefix("mailto:"), _parts(text)
    if not text or (parts is not None and parts.scheme == "https" and re.fullmatch(r"[!-~]+", text)):
        return text
    if not _MAILBOX.fullmatch(address):
        raise WrongOption(f"PHOIHOP_SECURITY_CONTACT: expected LOCAL@DOMAIN or https://HOST/PATH, got {text!r}")
    return f"mailto:{address}"


def node(values: Mapping[str, str]) -> str:
    """The name given to this machine, or the one it has."""
    name = values["PHOIHOP_NODE"].strip() or re.sub(r"[^A-Za-z0-9._-]", "-", socket.gethostname())[:80] or "node"
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,80}", name):
        raise WrongOption(f"PHOIHOP_NODE: expected up to 80 letters, digits, dots and dashes, got {name!r}")
    return name


def otlp(values: Mapping[str, str]) -> str:
    """Where spans are sent by OTLP over HTTP. The message does not show it: it may hold a key."""
    url = values["PHOIHOP_OTLP_URL"].strip()
    parts = _parts(url)
    if url and (parts is None or parts.fragment):
        raise WrongOption("PHOIHOP_OTLP_URL: expected http://HOST:4318/v1/traces, or https")
    return url


def mailbox(values: Mapping[str, str], name: str) -> tuple[str, str]:
    """`Name <local@domain>`, or the address alone."""
    text = values[name].strip()
    title, bracket, rest = text.rpartition("<")
    address = (rest.rstrip("> ") if bracket else text).strip()
    if not _MAILBOX.fullmatch(address):
        raise WrongOption(f"{name}: expected NAME <LOCAL@DOMAIN>, got {text!r}")
    return title.strip().strip('"') or address, address


def certificates(values: Mapping[str, str], data: Path) -> str:
    """The file of those who vouch for our mail servers, read once so that a wrong one is found at the start."""
    if not values["PHOIHOP_MAIL_CA"]:
        return ""
    path = path_of(values["PHOIHOP_MAIL_CA"], "PHOIHOP_MAIL_CA", data)
    try:
        ssl.create_default_context(cafile=str(path))
    except (OSError, ValueError) as wrong:  # ssl.SSLError is an OSError
        raise WrongOption(f"PHOIHOP_MAIL_CA: expected a file of PEM certificates, {path}: {wrong}") from wrong
    return str(path)


def breached(values: Mapping[str, str], data: Path) -> Path | None:
    """The list of breached passwords; its beginning is looked at, so that a wrong one is found at the start."""
    name = "PHOIHOP_BREACHED_PASSWORDS"
    if not values[name]:
        return None
    path = path_of(values[name], name, data)
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


def networks(values: Mapping[str, str], name: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Networks as 10.1.2.0/24 or one address."""
    try:
        return tuple(ipaddress.ip_network(part) for part in listed(values[name]))
    except ValueError as wrong:
        raise WrongOption(f"{name}: expected networks such as 10.1.2.0/24, divided by commas: {wrong}") from wrong


def key(values: Mapping[str, str], name: str) -> str:
    text = values[name].strip().lower()
    if text and not re.fullmatch(r"[0-9a-f]{64}", text):
        raise WrongOption(f"{name}: expected 64 hexadecimal digits")
    return text


def master_key_file(values: Mapping[str, str]) -> Path | None:
    text = values["PHOIHOP_MASTER_KEY_FILE"].strip()
    if not text:
        return None
    path = path_of(text, "PHOIHOP_MASTER_KEY_FILE").absolute()
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


def backup_dir(values: Mapping[str, str]) -> Path | None:
    """Where nightly backups go. It must be said where the keys go: who takes both can read everything."""
    text = values["PHOIHOP_BACKUP_DIR"].strip()
    if not text:
        return None
    if not values["PHOIHOP_BACKUP_KEYS"].strip():
        raise WrongOption(
            "PHOIHOP_BACKUP_KEYS: name a folder of their own for the keys (another disk, another machine), or write "
            "beside (who has the backup has all) or elsewhere (you keep a copy of them yourself)"
        )
    return path_of(text, "PHOIHOP_BACKUP_DIR").absolute()


def backup_keep(values: Mapping[str, str]) -> str:
    text = values["PHOIHOP_BACKUP_KEEP"].strip()
    if not re.fullmatch(r"[0-9]{1,4}(,[0-9]{1,4}){0,2}", text) or not int(text.replace(",", "")):
        raise WrongOption(f"PHOIHOP_BACKUP_KEEP: expected days, weeks, months to be kept, such as 7,4,12; got {text!r}")
    return text


def hour(values: Mapping[str, str], name: str) -> time:
    text = values[name].strip()
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise WrongOption(f"{name}: expected an hour such as 02:30, got {text!r}")
    return time(int(text[:2]), int(text[3:]))


def concerns(values: Mapping[str, str]) -> tuple[str, str] | None:
    """`TERRITORY:LOCAL@DOMAIN`: mail to this address is a concern of this territory."""
    text = values["PHOIHOP_MAIL_CONCERNS"].strip().lower()
    if not text:
        return None
    territory, colon, address = text.partition(":")
    if not colon or not re.fullmatch(r"[a-z0-9.-]{1,40}", territory) or not _MAILBOX.fullmatch(address):
        raise WrongOption(f"PHOIHOP_MAIL_CONCERNS: expected TERRITORY:LOCAL@DOMAIN, got {text!r}")
    return territory, address


def reply_address(values: Mapping[str, str], mail_from: str) -> str:
    """Where answers go: given, or `traloi` at the domain that mails come from. Room must be left for +TOKEN."""
    text = values["PHOIHOP_MAIL_REPLY"].strip().lower() or f"traloi@{mail_from.rpartition('@')[2].lower()}"
    if not _MAILBOX.fullmatch(text) or "+" in text or len(text.partition("@")[0]) > 30:
        raise WrongOption(f"PHOIHOP_MAIL_REPLY: expected LOCAL@DOMAIN, LOCAL short and without +, got {text!r}")
    return text


def server(values: Mapping[str, str], name: str, schemes: set[str]) -> str:
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


def truth(values: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = values[name].lower()
    if text not in {"", "yes", "no", "1", "0", "true", "false"}:
        raise WrongOption(f"{name}: expected yes or no, got {values[name]!r}")
    return default if not text else text in {"yes", "1", "true"}


def word(values: Mapping[str, str], name: str, words: set[str]) -> str:
    text = values[name].upper()
    if text not in words:
        raise WrongOption(f"{name}: expected one of {', '.join(sorted(words))}, got {values[name]!r}")
    return text


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
