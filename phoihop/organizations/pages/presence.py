"""Who is away and who is on duty, as the page of a unit and the account of oneself show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import SEATED, Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Link, Note, words
from phoihop.ground.powers import may
from phoihop.organizations import queries
from phoihop.organizations.pages.asking import FormPage
from phoihop.organizations.queries.words import ABSENCE_WORDS

SHOWN_DAYS = 14  # of the rota


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    name: str
    span: str
    reason: str
    deputies: str
    state: str
    end_url: str
    end_label: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    day: str
    iso: str
    people: str


@dataclass(frozen=True, slots=True)
class UnitPresence:
    """`notes` for everybody, `absences` with their reasons for whoever may declare them."""

    notes: tuple[str, ...]
    absences: tuple[AbsenceRow, ...]
    declare: Link | None
    duty: tuple[DutyRow, ...]
    set_duty: Link | None


def unit_presence(actor: Actor, unit_id: int, code: str, at: datetime, *, is_ended: bool) -> UnitPresence:
    day = local_date(at)
    may_declare = may(actor, "absence.declare", unit_id=unit_id) and not is_ended
    may_set = may(actor, "rota.set", unit_id=unit_id) and not is_ended
    notes = queries.absence_notes(actor, [unit_id], at, roles=SEATED)
    return UnitPresence(
        notes=tuple(str(note) for note in notes),
        absences=tuple(absence_row(one) for one in queries.absences_of_unit(actor, unit_id, at)),
        declare=Link(_("Báo vắng mặt"), reverse("organizations:declare_absence", args=[code])) if may_declare else None,
        duty=tuple(
            DutyRow(words.weekday_day(one.date), one.date.isoformat(), ", ".join(who.name for who in one.people))
            for one in queries.rota(actor, unit_id, day, day + timedelta(days=SHOWN_DAYS - 1))
        ),
        set_duty=Link(_("Lập lịch trực"), reverse("organizations:set_duty", args=[code])) if may_set else None,
    )


def absence_row(one: queries.OwnAbsence) -> AbsenceRow:
    return AbsenceRow(
        name=one.name,
        span=f"{words.day(one.from_date)}–{words.day(one.to_date)}",
        reason=str(ABSENCE_WORDS[one.reason]),
        deputies=", ".join(one.deputies),
        state=_("đang vắng") if one.has_begun else _("sắp vắng"),
        end_url=reverse("organizations:end_absence", args=[one.id]),
        end_label=_("Đã trở lại làm việc") if one.has_begun else _("Không vắng nữa"),
    )


def own_absences(actor: Actor, at: datetime) -> tuple[AbsenceRow, ...]:
    return tuple(absence_row(one) for one in queries.own_absences(actor, at))


def choices_of_colleagues(actor: Actor, at: datetime) -> list[tuple[int, str]]:
    return [(one.account_id, one.name) for one in queries.colleagues(actor, at)]


def declare_own_absence(actor: Actor, at: datetime, form: Form) -> FormPage:
    deputed = sorted({name for one in queries.own_absences(actor, at) for name in one.deputies})
    note = Note(_("Đã có người thay"), ", ".join(deputed)) if deputed else None
    lede = _(
        "Nơi gửi việc cho bạn được báo trước; người thay làm với tên của cả hai. Hết ngày cuối, mọi việc tự trở lại."
    )
    cancel = Link(_("Thôi"), reverse("organizations:own_account"))
    return FormPage(_("Báo vắng mặt"), form, _("Báo vắng"), cancel, lede=lede, note=note)
