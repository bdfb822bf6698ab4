"""The log: lines for a person, or one JSON object a line for a machine; masked, numbered by request and by cause."""

from __future__ import annotations

import json
import logging
import traceback
import urllib.parse
from datetime import UTC, datetime
from typing import Any

from phoihop.site.options import SECRETS, Options
from phoihop.site.watching import kinds
from phoihop.site.watching.masking import Mask

MOST_TRACE = 20_000  # letters of one traceback
FIELDS = "fields"  # of a record: what else belongs in the line, by name


def logging_of(options: Options, *, secrets: tuple[str, ...] = ()) -> dict[str, Any]:
    """Django's LOGGING for these options; `secrets` are values that no line may show."""
    hidden = (*secrets, *_secrets_of(options))
    formatter = {"()": Lines if options.log_format == "PLAIN" else Objects, "mask": Mask(hidden), "node": options.node}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"house": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "house"}},
        "root": {"handlers": ["stderr"], "level": options.log_level},
        "loggers": {
            "django": {"handlers": [], "level": options.log_level, "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},  # a 404 or a refusal is an answer, not an error
            "django.security.csrf": {"level": "ERROR"},
            # So is a body that is too large; and of what was sent nothing is written down.
            "django.security.UploadRefused": {"level": "CRITICAL"},
            "django.security.RequestDataTooBig": {"level": "CRITICAL"},
            "django.security.TooManyFieldsSent": {"level": "CRITICAL"},
            "phoihop.requests": {"level": "INFO" if options.logs_requests else "CRITICAL"},
            "axes": {"level": "WARNING"},
            "mail.log": {"level": "WARNING"},  # of the LMTP door: tells every line of every mail's envelope, tokens too
            "fontTools": {"level": "WARNING"},  # tells of every table of every font it embeds
            "ocrmypdf": {"level": "WARNING"},
            "botocore": {"level": "WARNING"},  # tells every head of every request, signatures too
            "boto3": {"level": "WARNING"},
            "urllib3": {"level": "WARNING"},
            "opentelemetry": {"level": "WARNING"},
        },
    }


def server_logging(options: Options) -> dict[str, Any]:
    """The web server's own log in the same form; it begins before Django is there."""
    whole = logging_of(options)
    return {
        "formatters": whole["formatters"],
        "handlers": {"stderr": whole["handlers"]["stderr"]},
        "loggers": {
            "_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "granian.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }


class Objects(logging.Formatter):
    """One JSON object a line."""

    def __init__(self, *, mask: Mask, node: str) -> None:
        super().__init__()
        self._mask, self._node = mask, node

    def format(self, record: logging.LogRecord) -> str:
        request, cause = _where()
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._mask(record.getMessage()),
            "request_id": request,
            "cause": cause,
            "process": kinds.kind(),
            "pid": record.process,
            "node": self._node,
        }
        line |= {name: self._mask.value(value) for name, value in getattr(record, FIELDS, {}).items()}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            trace = "".join(traceback.format_exception(error))[-MOST_TRACE:]
            line["exception"] = {
                "type": f"{type(error).__module__}.{type(error).__qualname__}",
                "message": self._mask(str(error)),
                "trace": self._mask(trace),
            }
        return json.dumps({name: value for name, value in line.items() if value != ""}, ensure_ascii=False)


class Lines(logging.Formatter):
    """A line for a person."""

    def __init__(self, *, mask: Mask, node: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._mask = mask

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's own name)
        fields = " ".join(f"{name}={value}" for name, value in getattr(record, FIELDS, {}).items())
        where = " ".join(filter(None, _where()))
        return " ".join(filter(None, (super().formatMessage(record), fields, f"[{where}]" if where else "")))

    def format(self, record: logging.LogRecord) -> str:
        return self._mask(super().format(record))


def _where() -> tuple[str, str]:
    """The request that this line is of, and the step under way. Both are nothing before Django is there."""
    number, doing = kinds.context()
    return number, doing


def _secrets_of(options: Options) -> list[str]:
    """The secrets among the settings, and the passwords inside those that are addresses."""
    found = []
    for name in SECRETS:
        value = getattr(options, name.removeprefix("PHOIHOP_").lower())
        found.append(value)
        if "://" in value:
            parts = urllib.parse.urlsplit(value)
            found += [parts.password or "", urllib.parse.unquote(parts.password or "")]
    return found
