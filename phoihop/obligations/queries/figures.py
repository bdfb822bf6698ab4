"""What reports tell of obligations and of documents to be provided, as the record stood at the end of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.figures import Figure, Period, Scope, SectionValue, Table, counted
from phoihop.ground.parts.words import day
from phoihop.obligations import states
from phoihop.obligations.models import Expected, Extension, Obligation
from phoihop.obligations.queries.provision import GROUNDS
from phoihop.organizations.queries import unit_names

MOST_SOURCES = 20  # that an address may name
KINDS = ("kept", "late_done", "waiting", "late", "open", "waived")  # of what was due: each in exactly one
WORDS = {
    "kept": gettext_lazy("Hoàn thành đúng hạn"),
    "late_done": gettext_lazy("Hoàn thành sau hạn"),
    "waiting": gettext_lazy("Đã nộp, chờ nghiệm thu"),
    "late": gettext_lazy("Quá hạn, chưa nộp"),
    "open": gettext_lazy("Chưa nộp, còn trong hạn"),
    "waived": gettext_lazy("Được miễn"),
}
DEFINITIONS = {
    "kept": gettext_lazy("Trong số đến hạn: đã nghiệm thu đến hết ngày %(day)s và lần nộp cuối không sau hạn."),
    "late_done": gettext_lazy("Trong số đến hạn: đã nghiệm thu đến hết ngày %(day)s nhưng lần nộp cuối sau hạn."),
    "waiting": gettext_lazy("Trong số đến hạn: đã nộp đến hết ngày %(day)s, chưa được nghiệm thu."),
    "late": gettext_lazy("Trong số đến hạn: hạn trước ngày %(day)s mà hết ngày đó chưa nộp, hoặc đã bị trả lại."),
    "open": gettext_lazy("Trong số đến hạn: hạn từ ngày %(day)s trở đi, hết ngày đó chưa nộp."),
    "waived": gettext_lazy("Trong số đến hạn: cơ quan được nhận đã miễn, có lý do, đến hết ngày %(day)s."),
}


@dataclass(frozen=True, slots=True)
class _Fact:
    """An obligation as it stood: its due date then and what had become of it."""

    pk: int
    code: str
    lead_id: int
    due: date | None
    kind: str
    is_returned: bool


class _Day:
    """The end of a day, and of every due date, as moments: thousands of rows are held against them."""

    def __init__(self, on: date) -> None:
        self.on, self.zone = on, timezone.get_current_timezone()
        self._ends: dict[date, datetime] = {}
        self.end = self.end_of(on)

    def end_of(self, day: date) -> datetime:
        """The first moment after it."""
        if day not in self._ends:
            midnight = datetime.combine(day + timedelta(days=1), time(), self.zone)
            self._ends[day] = midnight.astimezone(UTC)
        return self._ends[day]

    def has(self, moment: datetime | None) -> bool:
        """Whether it had come by the end of the day."""
        return moment is not None and moment < self.end

    def kind(self, state: str, due: date | None, handed_in_at: datetime | None, closed_at: datetime | None) -> str:
        """One of KINDS. What was given back has no handing-in; what was accepted later was still being waited for."""
        if self.has(closed_at):
            if state == "WAIVED":
                return "waived"
            done = handed_in_at or closed_at
            return "late_done" if due is not None and done is not None and done >= self.end_of(due) else "kept"
        if state not in states.OWED and self.has(handed_in_at):
            return "waiting"
        return "late" if due is not None and due < self.on else "open"


def report_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """What was due in the period, each obligation once: kept, late, waiting, waived. Three queries.

    Handing in, acceptance and extensions have their moments; a return has none, so what was given back and not handed
    in again counts as not handed in on every day.
    """
    facts = _facts(actor, scope, _Day(on))
    until = day(on)
    due = [fact for fact in facts if fact.due is not None and period.first <= fact.due <= period.last]
    is_known = bool(facts)
    kinds = {kind: [fact.code for fact in due if fact.kind == kind] for kind in KINDS}
    figures = [
        counted(
            "obligations.due",
            _("Nghĩa vụ đến hạn trong kỳ"),
            _("Số nghĩa vụ mở đến hết ngày %(day)s, có hạn (tính cả gia hạn đã cho đến ngày đó) trong kỳ báo cáo.")
            % {"day": until},
            [fact.code for fact in due],
            is_known=is_known,
        ),
        *(
            counted(
                f"obligations.{kind}", WORDS[kind], DEFINITIONS[kind] % {"day": until}, kinds[kind], is_known=is_known
            )
            for kind in KINDS
        ),
        _share(kinds, is_known=is_known),
        counted(
            "obligations.undated",
            _("Nghĩa vụ chưa có hạn"),
            _("Số nghĩa vụ mở đến hết ngày %(day)s, chưa đóng, chưa có hạn vì việc làm căn cứ tính hạn chưa diễn ra.")
            % {"day": until},
            [fact.code for fact in facts if fact.due is None and fact.kind not in ("kept", "late_done", "waived")],
            is_known=is_known,
        ),
        counted(
            "obligations.overdue_before",
            _("Nợ từ kỳ trước"),
            _("Số nghĩa vụ có hạn trước kỳ báo cáo mà hết ngày %(day)s vẫn chưa nộp, hoặc đã bị trả lại.")
            % {"day": until},
            [fact.code for fact in facts if fact.kind == "late" and fact.due is not None and fact.due < period.first],
            is_known=is_known,
        ),
        counted(
            "obligations.extended",
            _("Lần gia hạn đã cho"),
            _("Số lần gia hạn được cho trong kỳ báo cáo, đến hết ngày %(day)s.") % {"day": until},
            _granted(facts, scope, period.first, min(period.last, on)),
            is_known=is_known,
        ),
        counted(
            "obligations.returned",
            _("Bị trả lại, chưa nộp lại"),
            _("Số nghĩa vụ đã nộp đến hết ngày %(day)s nhưng bị trả lại và chưa nộp lại, theo sổ lúc lập báo cáo.")
            % {"day": until},
            [fact.code for fact in facts if fact.is_returned],
            is_known=is_known,
        ),
    ]
    return SectionValue(
        key="obligations",
        title=str(_("Thực hiện nghĩa vụ")),
        figures=tuple(figures),
        paragraphs=() if is_known else (str(_("Chưa có nghĩa vụ nào được lập trong phạm vi này.")),),
        tables=(_by_unit(due, scope),) if due else (),
    )


def stood_on(actor: Actor, codes: Collection[str], on: date) -> dict[str, str]:
    """How these obligations stood at the end of a day, as far as the reader may see them: one of KINDS. Two queries."""
    rows = Obligation.objects.visible_to(actor).filter(code__in=list(codes))
    found = list(rows.values_list("pk", "code", "state", "due_date", "handed_in_at", "closed_at"))
    day_of = _Day(on)
    later = _due_before_later_extensions(day_of, obligation__in=[row[0] for row in found])
    return {
        code: day_of.kind(state, later.get(pk, due), handed_in_at, closed_at)
        for pk, code, state, due, handed_in_at, closed_at in found
    }


def _facts(actor: Actor, scope: Scope, day_of: _Day) -> list[_Fact]:
    """Every obligation of these plans that was open by that day, as it stood at its end. Two queries."""
    rows = Obligation.objects.visible_to(actor).filter(source__in=scope.plans, opened_at__lt=day_of.end)
    found = rows.order_by("code").values_list("pk", "code", "lead_id", "state", "due_date", "handed_in_at", "closed_at")
    later = _due_before_later_extensions(day_of, obligation__source__in=scope.plans)
    facts = []
    for pk, code, lead_id, state, due, handed_in_at, closed_at in found:
        then = later.get(pk, due)
        kind = day_of.kind(state, then, handed_in_at, closed_at)
        facts.append(_Fact(pk, code, lead_id, then, kind, state in states.OWED and day_of.has(handed_in_at)))
    return facts


def _due_before_later_extensions(day_of: _Day, **of: Any) -> dict[int, date]:
    """Of obligations whose date was put off after that day: the date that was in force on it."""
    rows = Extension.rows.filter(state="GRANTED", decided_at__gte=day_of.end, **of).order_by("-decided_at", "-pk")
    return dict(rows.values_list("obligation_id", "from_date"))  # the earliest wins


def _granted(facts: list[_Fact], scope: Scope, first: date, last: date) -> list[str]:
    codes = {fact.pk: fact.code for fact in facts}
    rows = Extension.rows.filter(obligation__source__in=scope.plans, state="GRANTED").order_by("pk")
    return [
        f"{codes[pk]}/gia-han-{number}"
        for pk, number, decided_at in rows.values_list("obligation_id", "pk", "decided_at")
        if pk in codes and decided_at is not None and first <= local_date(decided_at) <= last
    ]


def _share(kinds: Mapping[str, list[str]], *, is_known: bool) -> Figure:
    """Of what is done or late the part that was done in time, in whole per cent, rounded down."""
    judged = sorted(code for kind in ("kept", "late_done", "late") for code in kinds[kind])
    share = len(kinds["kept"]) * 100 // len(judged) if judged and is_known else None
    return Figure(
        key="obligations.kept_share",
        words=str(_("Tỷ lệ hoàn thành đúng hạn")),
        definition=str(
            _("Phần trăm (làm tròn xuống) nghĩa vụ hoàn thành đúng hạn trên số đã hoàn thành hoặc quá hạn chưa nộp.")
        ),
        number=share,
        rows=tuple(judged),
        is_measure=True,
        unit="%",
    )


def _by_unit(due: list[_Fact], scope: Scope) -> Table:
    """Who owed what was due, and how it stood; the links lead to what the board has of these plans today."""
    of_plans = [("source", code) for code in scope.plans] if len(scope.plans) <= MOST_SOURCES else []
    owed: dict[int, list[_Fact]] = {}
    for fact in due:
        owed.setdefault(fact.lead_id, []).append(fact)
    names = unit_names(owed)
    units = [(name.name, name.key, owed[pk]) for pk, name in sorted(names.items(), key=lambda one: one[1].name)]
    counts = [Counter(fact.kind for fact in facts) for _name, _key, facts in units]
    return Table(
        title=str(_("Nghĩa vụ đến hạn theo cơ quan thực hiện")),
        columns=(str(_("Cơ quan")), str(_("Đến hạn")), *(str(WORDS[kind]) for kind in KINDS)),
        rows=tuple(
            (name, str(len(facts)), *(str(count[kind]) for kind in KINDS))
            for (name, _key, facts), count in zip(units, counts, strict=True)
        ),
        links=tuple(f"{reverse('obligations:board')}?{urlencode([('unit', key), *of_plans])}" for _n, key, _f in units),
        keys=("", "obligations.due", *(f"obligations.{kind}" for kind in KINDS)),
        own=tuple(tuple(sorted(fact.code for fact in facts)) for _name, _key, facts in units),
    )


# ── documents to be provided ────────────────────────────────────────────────────────────────────────────────


def provision_section(actor: Actor, scope: Scope, period: Period, on: date) -> SectionValue | None:
    """Documents that obligations of these plans expect: provided, withheld by ground, still missing. Two queries.

    Never a title: rows are told by their obligation and number. A ground that is a state secret is counted with the
    others and not named.
    """
    day_of = _Day(on)
    seen = Obligation.objects.visible_to(actor).filter(source__in=scope.plans, opened_at__lt=day_of.end)
    rows = Expected.rows.filter(obligation__in=seen, listed_at__lt=day_of.end).order_by("pk")
    later = _due_before_later_extensions(day_of, obligation__source__in=scope.plans)
    until = day(on)
    found: dict[str, list[str]] = {name: [] for name in ("provided", "withheld", "late", "missing", "closed")}
    grounds: dict[str, list[str]] = {}
    codes = []
    for pk, code, obligation_id, due, obliged, state, provided_at, reviewed_at, ground in rows.values_list(
        "pk",
        "obligation__code",
        "obligation_id",
        "obligation__due_date",
        "obligation__closed_at",
        "state",
        "provided_at",
        "reviewed_at",
        "ground",
    ):
        then = later.get(obligation_id, due)
        if then is not None and not period.first <= then <= period.last:
            continue
        row = f"{code}/van-ban-{pk}"
        codes.append(row)
        if day_of.has(provided_at):
            kind = "provided"
        elif state == "WITHHELD" and day_of.has(reviewed_at):
            kind = "withheld"
            grounds.setdefault(ground, []).append(row)
        elif day_of.has(obliged):
            kind = "closed"
        else:
            kind = "late" if then is not None and then < on else "missing"
        found[kind].append(row)
    is_known = bool(codes)
    definitions = {
        "provided": (_("Đã cung cấp"), _("Số văn bản phải cung cấp đã được cung cấp đến hết ngày %(day)s.")),
        "withheld": (
            _("Giữ lại có căn cứ"),
            _("Số văn bản được người duyệt của cơ quan giữ lại có căn cứ đến hết ngày %(day)s và nay còn giữ."),
        ),
        "late": (
            _("Quá hạn chưa cung cấp"),
            _("Số văn bản chưa cung cấp, không có căn cứ giữ lại, hạn của nghĩa vụ trước ngày %(day)s."),
        ),
        "missing": (
            _("Chưa cung cấp, còn trong hạn"),
            _("Số văn bản chưa cung cấp, không có căn cứ giữ lại, nghĩa vụ chưa quá hạn vào ngày %(day)s."),
        ),
        "closed": (
            _("Nghĩa vụ đã đóng, không có văn bản"),
            _("Số văn bản không được cung cấp, cũng không giữ lại có căn cứ, khi nghĩa vụ đóng đến hết ngày %(day)s."),
        ),
    }
    figures = [
        counted(
            "provision.expected",
            _("Văn bản phải cung cấp"),
            _("Số văn bản nêu đến hết ngày %(day)s trong các nghĩa vụ đến hạn trong kỳ hoặc chưa có hạn.")
            % {"day": until},
            codes,
            is_known=is_known,
        ),
        *(
            counted(f"provision.{name}", words, text % {"day": until}, found[name], is_known=is_known)
            for name, (words, text) in definitions.items()
        ),
        *(
            counted(
                f"provision.withheld.{ground.lower()}",
                _("Giữ lại: %(ground)s") % {"ground": GROUNDS[ground]},
                _("Trong số giữ lại có căn cứ: số văn bản có căn cứ này."),
                held,
            )
            for ground, held in sorted(grounds.items())
            if ground not in states.NEVER_NAMED
        ),
    ]
    return SectionValue(
        key="provision",
        title=str(_("Cung cấp văn bản")),
        figures=tuple(figures),
        paragraphs=() if is_known else (str(_("Chưa có danh mục văn bản phải cung cấp trong phạm vi này.")),),
    )
