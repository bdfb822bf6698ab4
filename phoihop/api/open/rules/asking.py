"""What a query of requests asks for: codes, or services, states and a stretch of at most ninety days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from phoihop.api.open.rules.wrong import Fault, Wrong, _, bad

SPAN = timedelta(days=90)
MOST = 1000  # requests of one answer
FARTHEST = 100_000  # requests that may be paged through; beyond, a narrower stretch is asked for
MOST_CODES = 200  # things named in one list
YEARS = (1990, 2100)
OPEN, CLOSED = "open", "closed"

# W3C's date and time: a whole moment with its distance from UTC.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)

Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query that makes sense. `codes` override everything else; no `statuses` means all."""

    codes: tuple[str, ...]
    services: tuple[str, ...]
    statuses: frozenset[str]
    since: datetime
    until: datetime
    page: int
    page_size: int
    is_extended: bool


def read_asked(given: Given, now: datetime) -> Asked:
    """Refused (Wrong): a moment that is none, more than 90 days, an unknown status, a page that is no number."""
    faults: list[Fault] = []
    since = _moment(given, "start_date", faults)
    until = _moment(given, "end_date", faults)
    statuses = frozenset(name.lower() for name in listed(given, "status", faults))
    if statuses - {OPEN, CLOSED}:
        faults.append(bad(_("status chỉ có hai giá trị: open và closed. Sửa lại rồi hỏi lần nữa.")))
    page_size = _number(given, "page_size", MOST, faults)
    page = _number(given, "page", 1, faults)
    if page_size > MOST:
        faults.append(bad(_("page_size lớn nhất là %(most)s."), most=MOST))
    elif (page - 1) * page_size >= FARTHEST:
        faults.append(bad(_("Trang này quá xa. Thu hẹp start_date và end_date rồi hỏi từ trang 1.")))
    codes = listed(given, "service_request_id", faults)
    services = listed(given, "service_code", faults)
    if faults:
        raise Wrong(*faults)
    start, end = _stretch(since, until, now)
    return Asked(
        codes=codes,
        services=services,
        statuses=statuses,
        since=start,
        until=end,
        page=page,
        page_size=page_size,
        is_extended=is_extended(given),
    )


def is_extended(given: Given) -> bool:
    """Whether our own fields are wanted too."""
    return first(given, "extensions").lower() in ("true", "1")


def first(given: Given, name: str) -> str:
    """The argument, empty if it was not given: that is the same."""
    values = given.get(name) or [""]
    return values[0].strip()


def listed(given: Given, name: str, faults: list[Fault]) -> tuple[str, ...]:
    """Values of an argument that may be given several times and with commas."""
    values = [part.strip() for value in given.get(name) or () for part in value.split(",")]
    found = tuple(dict.fromkeys(value for value in values if value))
    if len(found) > MOST_CODES:
        faults.append(bad(_("%(name)s nhận tối đa %(most)s giá trị một lần."), name=name, most=MOST_CODES))
        return ()
    return found


def _moment(given: Given, name: str, faults: list[Fault]) -> datetime | None:
    # A plus that was not escaped comes in as a space.
    text = first(given, name).replace(" ", "+")
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        at = None
    if at is None or not YEARS[0] <= at.year < YEARS[1]:
        faults.append(
            bad(_("%(name)s phải là thời điểm đầy đủ có múi giờ, ví dụ 2021-08-02T00:00:00+07:00."), name=name)
        )
        return None
    return at


def _number(given: Given, name: str, otherwise: int, faults: list[Fault]) -> int:
    text = first(given, name)
    if not text:
        return otherwise
    if not _NUMBER.fullmatch(text):
        faults.append(bad(_("%(name)s phải là số nguyên từ 1 trở lên."), name=name))
        return otherwise
    return int(text)


def _stretch(since: datetime | None, until: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """The last ninety days; the ninety after a beginning; the ninety before an end."""
    if since is None and until is None:
        return now - SPAN, now
    if since is None:
        assert until is not None  # noqa: S101  (said to the type checker: one of the two is there)
        return until - SPAN, until
    if until is None:
        return since, since + SPAN
    if until < since:
        raise Wrong(bad(_("end_date đứng trước start_date. Đổi lại thứ tự rồi hỏi lần nữa.")))
    if until - since > SPAN:
        raise Wrong(bad(_("Khoảng thời gian dài hơn 90 ngày. Chia thành nhiều lần hỏi.")))
    return since, until
