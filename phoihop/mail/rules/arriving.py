"""What kind of mail arrived, told from its headers: a machine's answer must never be answered or acted on."""

from __future__ import annotations

import re
from collections.abc import Mapping

KINDS = ("reply", "bounce", "auto", "calendar", "unknown")

# Why a mail is ignored. Codes for the ledger and the log; never a word of the mail.
REASONS = (
    "auto_reply",
    "bounce_unknown",
    "copy",
    "too_large",
    "unreadable",
    "no_token",
    "wrong_token",
    "not_of_unit",
    "forged",
    "too_old",
    "no_act",
    "needs_link",
    "empty",
    "calendar_unknown",
    "own",
    "no_sender",
    "too_many",
)

_AUTO_SUBJECT = re.compile(
    r"\s*(?:auto(?:matic)?[ -]?(?:reply|response|answer)|autoreply|out of (?:the )?office|vacation|away from|"
    r"trả lời tự động|thư trả lời tự động|tự động trả lời|vắng mặt|thông báo vắng mặt|nghỉ phép|đi vắng|"
    r"read:|đã đọc:|accepted read|đọc:|not read:|recall:)",
    re.IGNORECASE,
)
_BOUNCE_SUBJECT = re.compile(
    r"\s*(?:undeliver|delivery (?:status notification|failure|has failed|incomplete|delayed)|"
    r"mail delivery (?:failed|system)|"
    r"returned mail|failure notice|warning: message .* delayed|không gửi được|thư không gửi được|không thể gửi|"
    r"thư bị trả lại|gửi thất bại|thông báo trạng thái gửi)",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|mailer_daemon|bounces?)(?:[+-][^@]*)?@", re.IGNORECASE)
_LISTS = ("list-id", "list-unsubscribe", "list-post")
_ANSWERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response-suppress-reply", "x-mail-autoreply")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"(?<![\d.])(5\d\d|4\d\d)[ -](?=\D)")
_ENHANCED = {"2": "delivered", "4": "delayed", "5": "failed"}
_DMARC = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)


def kind_of(headers: Mapping[str, str], *, is_report: bool, has_calendar: bool, envelope_from: str | None) -> str:
    """`headers` by lower-case name. A report is a bounce, even one that a human program forwards."""
    sender, subject = headers.get("from", ""), headers.get("subject", "")
    is_daemon = bool(_DAEMON.search(sender))
    if is_report or is_daemon or (_BOUNCE_SUBJECT.match(subject) and _is_automatic(headers)):
        return "bounce"
    if envelope_from == "":  # only reports come from nobody; whatever this is, nobody may be answered
        return "bounce" if _BOUNCE_SUBJECT.match(subject) else "auto"
    if has_calendar:
        return "calendar"  # programs send answers to invitations by themselves; that is their purpose
    if _is_automatic(headers) or _AUTO_SUBJECT.match(subject):
        return "auto"
    return "reply"


def _is_automatic(headers: Mapping[str, str]) -> bool:
    submitted = headers.get("auto-submitted", "no").split(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return True
    if headers.get("precedence", "").strip().lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if headers.get("x-auto-response-suppress", "").strip().lower() in ("all", "oof, autoreply"):
        return True
    if headers.get("return-path", "").strip() == "<>":
        return True
    return any(name in headers for name in (*_LISTS, *_ANSWERS))


def is_called_forged(results: str, authserv: str) -> bool:
    """Whether our own mail server (`authserv`) wrote that the sender's domain disowns the mail."""
    name = results.partition(";")[0].strip().split(" ")[0].lower()
    return bool(authserv) and name == authserv and bool(_DMARC.search(results))


def outcome_of(status: str, action: str, text: str) -> str:
    """What a report says: "failed" for good, "delayed" or "delivered" so far; "" when it says nothing clear."""
    action = action.strip().lower()
    if action in ("failed", "delayed"):
        return action
    if action in ("delivered", "relayed", "expanded"):
        return "delivered"
    found = _STATUS.search(status) or _STATUS.search(text)
    if found:
        return _ENHANCED[found[1]]
    code = _CODE.search(text)
    return ("failed" if code[1].startswith("5") else "delayed") if code else ""
