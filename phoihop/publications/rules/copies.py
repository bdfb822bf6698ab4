"""The public copy of a thing: every field that goes out is named here, and nothing else can."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What only one kind of thing says. Plain values: text, numbers, truths, ISO days, tuples of such tuples."""

    KIND: ClassVar[str] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDetails(Details):
    """News, or what the reader of an office tells: the photo is one of the library."""

    KIND: ClassVar[str] = "ARTICLE"
    photo_caption: str = ""
    photo_credit: str = ""
    related: tuple[str, ...] = ()  # codes of other publications


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDetails(Details):
    """What a body says of its own case, after the event that lets it speak."""

    KIND: ClassVar[str] = "RELEASE"
    event: str = ""  # in words: "Tuyên án", "Công bố quyết định"
    event_date: str = ""
    stage: str = ""  # in words: how far the proceedings are
    contact: str = ""  # the spokesperson, if one is named
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDetails(Details):
    """A good practice that others may take over."""

    KIND: ClassVar[str] = "CARD"
    problem: str
    practice: str
    result: str
    cost: str = ""
    contact: str = ""
    source: str = ""  # the code of the topic or plan it comes from


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDetails(Details):
    """A plan as it stood on a day: duties by how they stand, topics by code."""

    KIND: ClassVar[str] = "PLAN"
    year: int
    lead: str
    partner: str
    period: str = ""  # 2021–2025
    as_of: str  # ISO day
    done: int = 0
    doing: int = 0
    late: int = 0
    blocked: int = 0
    planned: int = 0
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDetails(Details):
    KIND: ClassVar[str] = "TOPIC"
    plan: str  # code
    topic_kind: str = ""  # in words
    state: str = ""  # in words
    units: tuple[str, ...] = ()
    phases: tuple[tuple[str, str, str, str], ...] = ()  # name, state in words, from, to (ISO or empty)
    as_of: str
    done: int = 0
    doing: int = 0
    late: int = 0
    blocked: int = 0
    planned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDetails(Details):
    """A concern that was answered: the question as a moderator lets it stand, one answer, who had which part."""

    KIND: ClassVar[str] = "ANSWER"
    question: str
    service: str  # in words
    received_date: str
    answered_date: str
    due_date: str = ""
    parts: tuple[tuple[str, str], ...] = ()  # unit, what it answered for
    evidence: tuple[tuple[str, str], ...] = ()  # name, address or empty
    raisers: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionDetails(Details):
    """A claim put to the test. There is no field for a person: only for what was published where."""

    KIND: ClassVar[str] = "CORRECTION"
    claim: str
    verdict: str  # key
    verdict_words: str
    is_own_error: bool = False
    fact: str = ""  # what is right, in one sentence
    rating: int = 0  # between 1 (wrong) and 5 (right); 0: the record does not say
    shape: str = ""  # outline of the verdict's badge
    corrected: str = ""  # own error: the code of the publication that was wrong
    corrected_title: str = ""
    appearances: tuple[tuple[str, str, str, str], ...] = ()  # publisher, address, ISO day, SHA-256 of the archived copy
    evidence: tuple[tuple[str, str, str, str], ...] = ()  # document's number, title, page, address or empty
    asked: tuple[tuple[str, str], ...] = ()  # publisher, ISO day until which its reply is waited for
    replies: tuple[tuple[str, str, str], ...] = ()  # publisher, ISO day, its reply word for word
    reply: str = ""  # the right of reply, word for word
    reply_by: str = ""  # ISO day until which a reply is waited for
    recheck_date: str = ""
    checked_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDetails(Details):
    KIND: ClassVar[str] = "REVIEW"
    source: str  # code of the plan or round
    period: str
    signed_date: str = ""
    signers: tuple[tuple[str, str], ...] = ()  # unit, signed or dissents in words
    figures: tuple[tuple[str, str, str], ...] = ()  # name, number, definition
    files: tuple[str, ...] = ()  # keys of public files


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDetails(Details):
    """A page of the portal itself: accessibility, personal data, about."""

    KIND: ClassVar[str] = "PAGE"
    order: int = 50


DETAILS: dict[str, type[Details]] = {
    one.KIND: one
    for one in (
        ArticleDetails,
        ReleaseDetails,
        CardDetails,
        PlanDetails,
        TopicDetails,
        AnswerDetails,
        CorrectionDetails,
        ReviewDetails,
        PageDetails,
    )
}
KINDS = tuple(DETAILS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What goes out of one thing. `text` is written in the few marks of `prose`; `published_at` is when it is said to
    have come out. Days are ISO text in `details`."""

    code: str
    territory: str
    title: str
    summary: str = ""
    text: str = ""
    unit_name: str
    byline: str = ""
    category: str = ""  # key
    dossier: str = ""  # code of the topic or plan it belongs to
    place: str = ""  # key of a public place
    picture: str = ""  # code of a public picture
    published_at: datetime
    is_illustration: bool = False
    details: Details

    @property
    def kind(self) -> str:
        return self.details.KIND


def write_details(details: Details) -> str:
    """As canonical JSON. Refused (TypeError): a value that is not plain, so that nothing slips out whole."""
    plain = asdict(details)
    for name, value in plain.items():
        _check(f"{type(details).__name__}.{name}", value)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_details(kind: str, text: str) -> Details:
    """Back from JSON; fields that a newer house no longer knows are left out."""
    cls = DETAILS[kind]
    hints = get_type_hints(cls)
    raw = json.loads(text)
    return cls(**{f.name: _shaped(raw[f.name], hints[f.name]) for f in fields(cls) if f.name in raw})


def emptied(details: Details) -> Details:
    """Of the same kind, saying nothing: what stands in the place of a withdrawn copy's own."""
    return type(details)(**{f.name: type(getattr(details, f.name))() for f in fields(details)})


def write_copy(copy: Copy) -> str:
    """A whole copy as JSON, field by field, for a preview."""
    plain = {f.name: getattr(copy, f.name) for f in fields(copy) if f.name not in ("details", "published_at")}
    for name, value in plain.items():
        _check(f"Copy.{name}", value)
    whole = plain | {
        "kind": copy.kind,
        "details": write_details(copy.details),
        "published_at": copy.published_at.isoformat(),
    }
    return json.dumps(whole, ensure_ascii=False)


def read_copy(text: str) -> Copy:
    raw = json.loads(text)
    details = read_details(raw.pop("kind"), raw.pop("details"))
    published_at = datetime.fromisoformat(raw.pop("published_at"))
    return Copy(**raw, published_at=published_at, details=details)


def _check(place: str, value: Any) -> None:
    if isinstance(value, list | tuple):
        for one in value:
            _check(place, one)
    elif not isinstance(value, str | int | float | bool):
        raise TypeError(f"{place}: {type(value).__name__} is not plain")


def _shaped(value: Any, hint: Any) -> Any:
    """Lists of JSON as the tuples they were."""
    if get_origin(hint) is tuple and isinstance(value, list):
        inner = get_args(hint)[0]
        return tuple(_shaped(one, inner) if get_origin(inner) is tuple else one for one in value)
    return value
