"""The board of obligations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Empty, Glyph, Link, Pager, Row, State, Tab, Tally
from phoihop.ground.powers import SIGNED_IN
from phoihop.ground.text import nfc
from phoihop.obligations import queries
from phoihop.obligations.pages.words import FIGURES, GROUPS, board_url, line_of
from phoihop.obligations.queries import BoardFilter


@dataclass(frozen=True, slots=True)
class Asked:
    """One label the reader filters by, and the board without it."""

    name: str
    text: str
    without_url: str


@dataclass(frozen=True, slots=True)
class SavedView:
    id: int
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    title: str
    lede: str
    url: str
    tabs: tuple[Tab, ...]
    tallies: tuple[Tally, ...]
    asked: tuple[Asked, ...]
    q: str
    hidden: tuple[tuple[str, str], ...]  # the filters a search keeps
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    saved: tuple[SavedView, ...]
    save: Form | None
    why: str


def board_page(actor: Actor, given: QueryDict, at: datetime, save: Form) -> BoardPage:
    today = local_date(at)
    asked = read_filter(given, queries.statuses(today))
    after = given.get("after", "")
    page = queries.board(actor, asked, today, after)
    return BoardPage(
        title=_("Nghĩa vụ"),
        lede=_lede(asked, page),
        url=board_url(),
        tabs=_groups(asked),
        tallies=tuple(
            Tally(_number(page, state), Glyph.of(State(state)), url_of(replace(asked, status=state)))
            for state in page.counts
        ),
        asked=_labels(asked),
        q=asked.q,
        hidden=tuple(pairs_of(replace(asked, q=""))),
        rows=tuple(line_of(row) for row in page.rows),
        pager=Pager(
            previous_url=url_of(asked) if after else "", next_url=url_of(asked, page.next) if page.next else ""
        ),
        empty=Empty(
            _("Không có nghĩa vụ nào khớp."),
            _("Nghĩa vụ hiện ở đây khi điều khoản của quy chế được lập thành việc, hoặc khi có công văn cần xác nhận."),
            Link(_("Xem tất cả"), board_url()),
        ),
        saved=tuple(
            SavedView(view.id, view.name, f"{board_url()}?{view.query}") for view in queries.saved_filters(actor)
        ),
        save=save if pairs_of(asked) else None,
        why=str(SIGNED_IN),
    )


def read_filter(given: QueryDict, statuses: list[str]) -> BoardFilter:
    """What stands in the address; what makes no sense there is left out."""
    status, mine, year, stage = (nfc(given.get(name, "")) for name in ("status", "mine", "year", "stage"))
    return BoardFilter(
        status=status if status in statuses and status != "promised" else "",
        mine=mine if mine in GROUPS else "",
        unit=nfc(given.get("unit", "")),
        entitled=nfc(given.get("entitled", "")),
        sources=tuple(dict.fromkeys(map(nfc, given.getlist("source"))))[:200],
        dossier=nfc(given.get("dossier", "")),
        duty=nfc(given.get("duty", "")),
        stage=stage if "stage" in given else None,
        year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None,
        q=nfc(given.get("q", "")).strip()[:200],
    )


def pairs_of(asked: BoardFilter) -> list[tuple[str, str]]:
    """The filter as it stands in an address."""
    pairs = [("source", source) for source in asked.sources]
    for name in ("status", "mine", "unit", "entitled", "dossier", "duty", "year", "q"):
        value = getattr(asked, name)
        if value:
            pairs.append((name, str(value)))
    if asked.stage is not None:
        pairs.append(("stage", asked.stage))
    return pairs


def url_of(asked: BoardFilter, after: str = "") -> str:
    pairs = pairs_of(asked) + ([("after", after)] if after else [])
    return board_url() + (f"?{urlencode(pairs)}" if pairs else "")


def _groups(asked: BoardFilter) -> tuple[Tab, ...]:
    """All that I see, and the four groups of Today."""
    bare = replace(asked, mine="", status="")
    tabs = [Tab(_("Tất cả"), url_of(bare), is_current=not asked.mine)]
    tabs += [
        Tab(str(words), url_of(replace(bare, mine=group)), is_current=asked.mine == group)
        for group, words in GROUPS.items()
    ]
    return tuple(tabs)


def _labels(asked: BoardFilter) -> tuple[Asked, ...]:
    status = ""
    if asked.status:
        status = str(FIGURES[asked.status]) if asked.status in FIGURES else State(asked.status).word
    labels = [
        ("status", _("Trạng thái"), status, {"status": ""}),
        ("unit", _("Cơ quan thực hiện"), asked.unit, {"unit": ""}),
        ("entitled", _("Cơ quan được nhận"), asked.entitled, {"entitled": ""}),
        ("source", _("Nguồn"), ", ".join(asked.sources[:3]) + ("…" if asked.sources[3:] else ""), {"sources": ()}),
        ("dossier", _("Hồ sơ"), asked.dossier, {"dossier": ""}),
        ("duty", _("Trách nhiệm"), asked.duty, {"duty": ""}),
        ("stage", _("Giai đoạn"), _("ngoài giai đoạn") if asked.stage == "" else asked.stage or "", {"stage": None}),
        ("year", _("Năm"), str(asked.year or ""), {"year": None}),
        ("q", _("Có chữ"), asked.q, {"q": ""}),
    ]
    return tuple(
        Asked(name, text, url_of(replace(asked, **without)))  # type: ignore[arg-type]  # each names its own field
        for _key, name, text, without in labels
        if text
    )


def _number(page: queries.BoardPage, state: str) -> str:
    return f"{page.counts[state]}+" if state in page.capped else str(page.counts[state])


def _lede(asked: BoardFilter, page: queries.BoardPage) -> str:
    if asked.mine:
        return _("%(group)s, theo thứ tự hạn.") % {"group": GROUPS[asked.mine]}
    count = _number(page, asked.status) if asked.status in page.counts else f"{page.total}{'+' if page.capped else ''}"
    return _("Ai nợ ai việc gì, đến ngày nào; theo thứ tự hạn. Đang thấy %(count)s việc.") % {"count": count}
