"""The list of documents to be provided, with its figures by duty and by unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Empty, Figure, Glyph, Link, Pager, Row, State, Tally
from phoihop.ground.powers import SIGNED_IN
from phoihop.ground.text import nfc
from phoihop.obligations import queries
from phoihop.obligations.pages.expected import SHOWN, facts_of, glyph_of_line, title_of
from phoihop.obligations.pages.words import due_of, item_url, provision_url
from phoihop.obligations.queries import ProvisionFilter, ProvisionGroup, ProvisionLine

COLUMNS = ("expected", "provided", "withheld", "overdue", "open", "closed")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The figures of one duty and one unit, each opening its rows."""

    duty: str
    unit: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing the reader filters by, and the list without it."""

    name: str
    text: str
    without_url: str


@dataclass(frozen=True, slots=True)
class ProvisionPage:
    title: str
    url: str
    tallies: tuple[Tally, ...]
    form: Form
    asked: tuple[Asked, ...]
    hidden: tuple[tuple[str, str], ...]  # the filters that the form keeps without showing them
    columns: tuple[str, ...]
    groups: tuple[GroupRow, ...]
    cut: str
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    why: str


def provision_page(actor: Actor, given: QueryDict, at: datetime, make: Callable[..., Form]) -> ProvisionPage:
    """`make` makes the form of the filters."""
    asked = read_filter(given)
    after = given.get("after", "")
    page = queries.provision(actor, asked, local_date(at), after)
    return ProvisionPage(
        title=_("Cung cấp văn bản"),
        url=provision_url(),
        tallies=tuple(
            Tally(str(page.counts[name]), Glyph.of(*_shown(name)), url_of(replace(asked, status=name)))
            for name in queries.FIGURES
        ),
        form=_form(make, asked, page),
        asked=_labels(asked),
        hidden=tuple(pairs_of(ProvisionFilter(duty=asked.duty, clause=asked.clause))),
        columns=tuple(str(SHOWN[name][1]) for name in COLUMNS),
        groups=tuple(_group(asked, group) for group in page.groups),
        cut=_("Bảng dài, chỉ hiện %(most)s dòng đầu; hãy lọc hẹp lại.") % {"most": len(page.groups)}
        if page.is_cut
        else "",
        rows=tuple(_row(line) for line in page.lines),
        pager=Pager(
            previous_url=url_of(asked) if after else "", next_url=url_of(asked, page.next) if page.next else ""
        ),
        empty=Empty(
            _("Không có văn bản nào khớp."),
            _("Văn bản hiện ở đây khi mở nghĩa vụ gửi tài liệu, hoặc khi nêu tên văn bản ở một nghĩa vụ."),
            Link(_("Xem tất cả"), provision_url()),
        ),
        why=str(SIGNED_IN),
    )


def read_filter(given: QueryDict) -> ProvisionFilter:
    """What stands in the address; what makes no sense there is left out."""
    status, about, unit, duty = (nfc(given.get(name, "")).strip() for name in ("status", "about", "unit", "duty"))
    return ProvisionFilter(
        status=status if status in queries.FIGURES else "",
        about=about,
        unit=unit,
        duty=duty,
        clause=nfc(given.get("clause", "")) if "clause" in given else None,
    )


def pairs_of(asked: ProvisionFilter) -> list[tuple[str, str]]:
    """The filter as it stands in an address."""
    pairs = [(name, getattr(asked, name)) for name in ("status", "about", "unit", "duty") if getattr(asked, name)]
    return pairs + ([("clause", asked.clause)] if asked.clause is not None else [])


def url_of(asked: ProvisionFilter, after: str = "") -> str:
    pairs = pairs_of(asked) + ([("after", after)] if after else [])
    return provision_url() + (f"?{urlencode(pairs)}" if pairs else "")


def _form(make: Callable[..., Form], asked: ProvisionFilter, page: queries.ProvisionPage) -> Form:
    form = make(initial={"about": asked.about, "unit": asked.unit, "status": asked.status}, auto_id="filter_%s")
    units: Mapping[str, str] = {unit.code: unit.name for unit in page.units}
    if asked.unit and asked.unit not in units:
        units = {asked.unit: asked.unit, **units}
    every = ("", _("Tất cả"))
    form.fields["unit"].widget.choices = [every, *units.items()]
    states = [(name, str(SHOWN[name][1])) for name in queries.FIGURES if name != "expected"]
    form.fields["status"].widget.choices = [every, *states]
    return form


def _labels(asked: ProvisionFilter) -> tuple[Asked, ...]:
    labels = [
        (_("Tình trạng"), _shown(asked.status)[1] if asked.status else "", replace(asked, status="")),
        (_("Hồ sơ"), asked.about, replace(asked, about="")),
        (_("Cơ quan cung cấp"), asked.unit, replace(asked, unit="")),
        (_("Trách nhiệm"), asked.duty, replace(asked, duty="")),
        (_("Điều khoản"), asked.clause or "", replace(asked, clause=None)),
    ]
    return tuple(Asked(name, text, url_of(without)) for name, text, without in labels if text)


def _group(asked: ProvisionFilter, group: ProvisionGroup) -> GroupRow:
    here = replace(asked, duty=group.duty, clause=group.clause, unit=group.unit.code, status="")
    return GroupRow(
        duty=group.clause or group.duty,
        unit=group.unit.name,
        figures=tuple(
            Figure(str(group.counts[name]), url_of(replace(here, status=name)), _shown(name)[1]) for name in COLUMNS
        ),
    )


def _row(line: ProvisionLine) -> Row:
    value, row = line.value, line.obligation
    document = value.document
    facts = [value.unit.short, row.title, row.dossier or row.source]
    if document is not None:
        facts.append(document.citation or document.code)
    if value.state == "WITHHELD":
        facts.append(facts_of(value)[0])
    return Row(
        glyph=glyph_of_line(value),
        what=title_of(value),
        url=f"{item_url(row.code)}#van-ban-{value.id}",
        meta=" · ".join(facts),
        code=row.code,
        due=due_of(row) if value.shown in ("open", "overdue") else None,
    )


def _shown(name: str) -> tuple[State, str]:
    state, word = SHOWN[name]
    return state, str(word)
