"""What Django is told of the databases that the settings name."""

from __future__ import annotations

import re
import urllib.parse
from typing import TYPE_CHECKING, Any

from phoihop.site.options.parsing import WrongOption

if TYPE_CHECKING:
    from phoihop.site.options import Options

# Nobody waits for ever: a lock ten seconds, one statement two minutes, a forgotten transaction one minute.
LIMITS = ("lock_timeout=10s", "statement_timeout=120s", "idle_in_transaction_session_timeout=60s")
REPLICA_SECONDS = 2  # to reach a replica: a reader waits no longer before the primary is asked
_HOST = re.compile(r"(?P<name>[^:,\[\]]*|\[[0-9A-Fa-f:.]+\])(:(?P<port>[0-9]{1,5}))?")


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
