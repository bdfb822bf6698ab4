"""Documents that a unit is expected to provide: listed, provided from its register, or no longer expected."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, on_record, tell
from phoihop.ground.powers import NotVisible
from phoihop.ground.text import fold, nfc
from phoihop.obligations import events, states
from phoihop.obligations.commands.checking import NOT_NOW, document_code, labels, lane_of, lanes_of, load, signed
from phoihop.obligations.commands.giving import give_document
from phoihop.obligations.models import Expected, Obligation

MOST_AT_ONCE = 50
MOST_OF_ONE = 200
LONGEST_TITLE = 300
LONGEST_NOTE = 1000
DEFAULT_TITLE = gettext_lazy("Tài liệu của vấn đề")
PROVIDED_ALREADY = gettext_lazy("Văn bản này đã được cung cấp.")


@command("obligation.expect")
def expect_documents(
    *,
    code: str,
    titles: Collection[str],
    note: str = "",
    unit_id: int | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ExpectedListed:
    """Lists documents that a unit of the obligation (the lead, unless named) shall provide.

    What the reader sees listed already for that unit is passed over. Refused: no title, a title too long, too many, a
    unit without a lane, an obligation that is not owed any more.
    """
    row = load(code, "obligation.expect", by=by, version=version)
    if row.state not in states.OWED:
        raise Refused(str(NOT_NOW[row.state]))
    wanted = _titles(titles)
    note = " ".join(nfc(note).split())
    if len(note) > LONGEST_NOTE:
        raise Refused(_("Ghi chú dài quá %(most)s ký tự.") % {"most": LONGEST_NOTE})
    unit_id = unit_id or row.lead_id
    if unit_id not in {lane.unit_id for lane in lanes_of(row) if lane.state != "WAIVED"}:
        raise Refused(_("Cơ quan này không có làn trong nghĩa vụ, nên không nêu văn bản cho họ được."))
    there = list(Expected.rows.filter(obligation=row))
    known = {fold(one.title) for one in there if one.unit_id == unit_id and not is_kept_from(one, by)}
    fresh = [title for title in wanted if fold(title) not in known]
    event = events.ExpectedListed(**labels(row), unit_id=unit_id, count=len(fresh))
    if not fresh:
        nothing_changed()
        return event
    if len(there) + len(fresh) > MOST_OF_ONE:
        raise Refused(_("Mỗi nghĩa vụ nêu được nhiều nhất %(most)s văn bản.") % {"most": MOST_OF_ONE})
    change(row)  # who is about to hand in sees first what is asked of him now; of two who list at once one wins
    Expected.rows.bulk_create(
        Expected(obligation=row, unit_id=unit_id, listed_by_id=by.unit_id, listed_at=at, title=title, note=note)
        for title in fresh
    )
    return tell(event)


@command("obligation.expect")
def drop_expected(
    *, code: str, expected_id: int, version: int | None = None, by: Actor, at: datetime
) -> events.ExpectedDropped:
    """A document is no longer expected. The entitled unit may drop any, the lead only what it listed itself.

    Refused once it was provided or is kept back.
    """
    row, line = load_line(code, expected_id, "obligation.expect", by=by, version=version)
    if by.is_person and by.unit_id not in (row.entitled_id, line.listed_by_id):
        raise Refused(_("Văn bản này do cơ quan được nhận nêu ra; chỉ cơ quan đó bỏ được."))
    if line.state != "EXPECTED":
        raise Refused(_("Chỉ bỏ được văn bản còn chờ cung cấp."))
    gone, _kinds = Expected.rows.filter(pk=line.pk, version=line.version, state="EXPECTED").delete()
    if gone != 1:
        raise SomebodyWasFaster(row.code)
    return tell(events.ExpectedDropped(**of_line(row, line)))


@command("obligation.provide")
def provide_document(
    *,
    code: str,
    expected_id: int,
    document: str,
    is_personal_confirmed: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ExpectedProvided:
    """Provides a registered document of one's own: the entitled unit and all lanes may open it from now on.

    Any unit with a lane may provide it. Refused: a document that is not registered or not one's own, personal data in
    it that was not confirmed, a line that is provided already or kept back, an obligation that was waived.
    """
    row, line = load_line(code, expected_id, "obligation.provide", by=by, version=version)
    unit_id = lane_of(row, by).unit_id if by.is_person else line.unit_id
    if line.state == "PROVIDED":
        raise Refused(str(PROVIDED_ALREADY))
    if line.state == "WITHHELD":
        raise Refused(_("Văn bản này đang được giữ lại; hãy bỏ giữ lại trước."))
    chosen = document_code(document)
    if not chosen:
        raise Refused(_("Hãy chọn văn bản trong sổ, hoặc ghi mã của nó, ví dụ VB-kg-2021-000001."))
    changes = move_line(
        row, line, "provide", document=chosen, unit_id=unit_id, provided_at=at, provided_post=signed(by)[:500]
    )
    give_document(
        row,
        chosen,
        power="obligation.provide",
        unit_id=unit_id,
        is_personal_confirmed=is_personal_confirmed,
        by=by,
        at=at,
    )
    return tell(events.ExpectedProvided(**of_line(row, line), document=chosen), changes=changes)


# ── what the acts on a line share ───────────────────────────────────────────────────────────────────────────


def load_line(
    code: str, expected_id: int, power: str, *, by: Actor, version: int | None
) -> tuple[Obligation, Expected]:
    """A line of this obligation, asked for and still what the reader saw. Refused once nothing is owed any more."""
    row = load(code, power, by=by, version=None)
    line = Expected.rows.filter(pk=expected_id, obligation=row).first()
    if line is None:
        raise NotVisible
    if version is not None and line.version != version:
        raise SomebodyWasFaster(row.code, line.version)
    if row.state == "WAIVED":
        raise Refused(str(NOT_NOW[row.state]))
    return row, line


def move_line(row: Obligation, line: Expected, act: str, **values: Any) -> dict[str, tuple[Any, Any]]:
    """The line as the table of states has it after the act, with these values; gives the changes for the ledger."""
    before, after = line.state, states.after(states.EXPECTED, line.state, act)
    if after is None:
        raise ValueError(f"{act} does not follow {before}")
    try:
        change(line, state=after, **values)
    except SomebodyWasFaster as faster:
        raise SomebodyWasFaster(row.code, faster.version) from faster
    return {} if before == after else {"state": (before, after)}


def is_kept_from(line: Expected, reader: Actor) -> bool:
    """Whether title, note and reason are hidden from this reader."""
    return line.is_title_hidden and reader.unit_id != line.unit_id


def of_line(row: Obligation, line: Expected) -> dict[str, Any]:
    """The plain values of an event about a line; never its title."""
    return {**labels(row), "expected_id": line.pk, "unit_id": line.unit_id}


def missing_of(row: Obligation) -> int:
    """How many documents of the obligation were neither provided nor kept back with the approver's agreement."""
    open_ones = Q(state="EXPECTED") | Q(state="WITHHELD", reviewed_at__isnull=True)
    return Expected.rows.filter(open_ones, obligation=row).count()


def expect_by_duty(rows: Iterable[Obligation], at: datetime) -> None:
    """A duty to provide documents expects at least one of the lead, whoever lists more of them later."""
    title = on_record(DEFAULT_TITLE)
    Expected.rows.bulk_create(
        [
            Expected(obligation=row, unit_id=row.lead_id, listed_at=at, title=title)
            for row in rows
            if states.is_providing(row.duty)
        ],
        batch_size=500,
    )


def _titles(typed: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for text in typed:
        title = " ".join(nfc(text).split())
        if len(title) > LONGEST_TITLE:
            raise Refused(_("Tên văn bản dài quá %(most)s ký tự.") % {"most": LONGEST_TITLE})
        if title:
            found.setdefault(fold(title), title)
    if not found:
        raise Refused(_("Hãy ghi tên ít nhất một văn bản."))
    if len(found) > MOST_AT_ONCE:
        raise Refused(_("Mỗi lần nêu được nhiều nhất %(most)s văn bản.") % {"most": MOST_AT_ONCE})
    return list(found.values())
