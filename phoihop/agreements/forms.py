"""Text in, plain values out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.agreements import rules
from phoihop.agreements.rules import ClauseText, DutyText
from phoihop.ground.fields import day_field, offer
from phoihop.obligations.queries import anchor_in_words, check_rule, rule_in_words

LONG = 20_000
NOTE = 1000

SIDES = [("partner", gettext_lazy("Cơ quan phối hợp")), ("lead", gettext_lazy("Cơ quan chủ trì"))]
RULES = [
    ("none", gettext_lazy("Chưa định hạn")),
    ("after", gettext_lazy("Sau một việc")),
    ("before", gettext_lazy("Trước một việc")),
    ("each", gettext_lazy("Theo kỳ")),
    ("on", gettext_lazy("Một ngày cố định")),
    ("on_demand", gettext_lazy("Khi có yêu cầu")),
]
UNITS = [("working_day", gettext_lazy("ngày làm việc")), ("day", gettext_lazy("ngày lịch"))]
PERIODS = [
    ("month", gettext_lazy("mỗi tháng")),
    ("quarter", gettext_lazy("mỗi quý")),
    ("half_year", gettext_lazy("mỗi nửa năm")),
    ("year", gettext_lazy("mỗi năm")),
]
EVENTS = ("topic.selected", "topic.acknowledged", "phase.entered", "phase.end", "meeting.start", "claim.opened")
MANY = ("partners", "witnesses", "units")  # fields of boxes to tick


def given(kind: Callable[..., Any], request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or empty when the page is only opened or units are looked for."""
    is_sent = request.method == "POST" and "search" not in request.POST
    if request.method == "POST" and not is_sent:
        more["initial"] = {**more.get("initial", {}), **_typed(request)}
    return kind(request.POST if is_sent else None, **more)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed before a search, so that it stays in the fields; ticked boxes keep all their ticks."""
    typed = request.POST
    return {name: typed.getlist(name) if name in MANY else typed[name] for name in typed}


def _text(label: Any, rows: int = 3, most: int = NOTE, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _ticks(label: Any, **more: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(label=label, coerce=int, widget=forms.CheckboxSelectMultiple, **more)


def _find() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Tìm cơ quan khác"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Gõ tên, có dấu hay không dấu, rồi bấm „Tìm“. Cơ quan tìm được hiện đầu danh sách."),
    )


def number_or_none(text: str) -> int | None:
    return int(text) if text else None


class Versioned(forms.Form):
    """An act on what the reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


# ── agreements ──────────────────────────────────────────────────────────────────────────────────────────────


class Draft(forms.Form):
    """A new agreement: its head. The clauses are written afterwards."""

    title = forms.CharField(label=gettext_lazy("Tên quy chế"), max_length=300)
    find = _find()
    lead = forms.TypedChoiceField(label=gettext_lazy("Cơ quan chủ trì"), coerce=int)
    partners = _ticks(gettext_lazy("Cơ quan phối hợp"))
    witnesses = _ticks(gettext_lazy("Cơ quan chứng kiến"), required=False)
    from_date = day_field(gettext_lazy("Có hiệu lực từ ngày"), required=False)
    to_date = day_field(gettext_lazy("Đến hết ngày"), required=False)
    mandate_id = forms.TypedChoiceField(
        label=gettext_lazy("Văn bản làm căn cứ"), coerce=number_or_none, empty_value=None, required=False
    )

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], mandates: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "partners", "witnesses"):
            offer(self, name, units)
        offer(self, "mandate_id", [("", "–"), *mandates])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_date"), cleaned.get("to_date")
        if first and last and last < first:
            self.add_error("to_date", _("Ngày kết thúc phải sau ngày bắt đầu."))
        units = [cleaned.get("lead"), *cleaned.get("partners", ()), *cleaned.get("witnesses", ())]
        if len(units) != len(set(units)):
            self.add_error("partners", _("Mỗi cơ quan chỉ giữ một vai trò."))
        return cleaned

    def agreement(self) -> dict[str, Any]:
        """What `draft_agreement` takes."""
        names = ("title", "from_date", "to_date", "mandate_id")
        roles = dict.fromkeys(self.cleaned_data["partners"], "PARTNER")
        roles |= dict.fromkeys(self.cleaned_data["witnesses"], "WITNESS")
        roles[self.cleaned_data["lead"]] = "LEAD"
        return {"parties": roles, **{name: self.cleaned_data[name] for name in names}}


class WriteClause(Versioned):
    """A clause: `after` is asked for new ones only, whose place is not known."""

    ref = forms.CharField(
        label=gettext_lazy("Số điều khoản"), max_length=20, help_text=gettext_lazy("Ví dụ 4.1; số này giữ mãi mãi.")
    )
    after = forms.ChoiceField(label=gettext_lazy("Đứng sau"), required=False)
    text = _text(gettext_lazy("Nội dung"), rows=8, most=LONG)

    def __init__(self, *args: Any, clauses: Sequence[ClauseText], clause: ClauseText | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if clause is not None:
            del self.fields["after"]
            self.fields["ref"].initial, self.fields["text"].initial = clause.ref, clause.text
            self.fields["ref"].widget = forms.HiddenInput()
            self.fields["ref"].required = False
            return
        last = clauses[-1].ref if clauses else ""
        self.fields["ref"].initial = rules.next_ref([one.ref for one in clauses], after=last)
        places = [(one.ref, one.ref) for one in clauses if one.ref]
        offer(self, "after", [("", _("đầu văn bản")), *places])
        self.fields["after"].initial = last

    def clean_ref(self) -> str:
        ref = str(self.cleaned_data["ref"]).strip()
        if ref and not rules.is_ref(ref):
            raise forms.ValidationError(_("Chỉ dùng chữ, số và dấu chấm, ví dụ 4.1."))
        return ref


class SetDuty(Versioned):
    """A duty of a clause with its due rule, which is data."""

    side = forms.ChoiceField(label=gettext_lazy("Bên thực hiện"), choices=SIDES)
    key = forms.RegexField(
        label=gettext_lazy("Khóa"),
        regex=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        max_length=60,
        help_text=gettext_lazy("Chữ thường không dấu, ví dụ provide-documents; kế hoạch dùng khóa này."),
    )
    text = _text(gettext_lazy("Trách nhiệm"), most=2000)
    form = forms.ChoiceField(label=gettext_lazy("Quy tắc thời hạn"), choices=RULES, initial="none")
    amount = forms.IntegerField(label=gettext_lazy("Số ngày"), required=False, min_value=0, max_value=1000)
    unit = forms.ChoiceField(label=gettext_lazy("Tính theo"), choices=UNITS, required=False)
    event = forms.ChoiceField(label=gettext_lazy("Việc làm mốc"), required=False)
    each = forms.ChoiceField(label=gettext_lazy("Kỳ"), choices=PERIODS, required=False)
    day = forms.RegexField(
        label=gettext_lazy("Ngày trong năm"),
        regex=r"^\d{2}-\d{2}$",
        required=False,
        help_text=gettext_lazy("Tháng-ngày, ví dụ 01-31; để trống nếu tính theo số ngày từ đầu kỳ."),
    )
    first = day_field(gettext_lazy("Hạn của kỳ đầu tiên"), required=False)
    on = day_field(gettext_lazy("Ngày cố định"), required=False)
    phases = forms.CharField(
        label=gettext_lazy("Chỉ trong các giai đoạn"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Khóa giai đoạn, cách nhau bằng dấu phẩy, ví dụ before, during; để trống là tất cả."),
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Kênh thông tin"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        duty: DutyText | None,
        keys: Sequence[str],
        channels: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "channels", channels)
        self._kept = duty.rule if duty else None
        events = dict.fromkeys([*EVENTS, *(f"{key}.accepted" for key in keys)])
        if self._kept:  # an event that this form would not offer
            events |= dict.fromkeys(str(self._kept[side]) for side in ("after", "before") if side in self._kept)
        offer(self, "event", [(event, anchor_in_words(event)) for event in events])
        if duty is None:
            return
        typed = _unpack(duty.rule)
        if duty.rule is not None and _pack(typed) != duty.rule:
            kept = _("Giữ nguyên: %(rule)s") % {"rule": rule_in_words(duty.rule)}
            offer(self, "form", [("keep", kept), *RULES])
            typed = {"form": "keep"}
        self.initial = {
            "side": duty.obliged,
            "key": duty.key.partition(".")[2],
            "text": duty.text,
            "channels": list(duty.channels),
            **typed,
            **self.initial,
        }
        for name in ("side", "key"):
            self.fields[name].disabled = True  # a duty keeps its key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for fault in check_rule(self._rule()):
                self.add_error("form", fault)
        return cleaned

    def duty(self) -> DutyText:
        given = self.cleaned_data
        return DutyText(f"{given['side']}.{given['key']}", given["text"], self._rule(), tuple(given["channels"]))

    def _rule(self) -> dict[str, Any] | None:
        return self._kept if self.cleaned_data["form"] == "keep" else _pack(self.cleaned_data)


def _pack(typed: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields of the form as a rule in the shape of the programme file."""
    form, rule = typed["form"], dict[str, Any]()
    if form in ("after", "before"):
        rule = {form: typed.get("event", ""), f"{typed.get('unit') or 'working_day'}s": typed.get("amount") or 0}
    elif form == "each":
        rule = {"each": typed.get("each", "")}
        rule |= {"on": typed["day"]} if typed.get("day") else {typed.get("unit") or "day": typed.get("amount") or 0}
        rule |= {"first": _iso(typed["first"])} if typed.get("first") else {}
    elif form == "on":
        rule = {"on": _iso(typed.get("on"))}
    elif form == "on_demand":
        rule = {"on_demand": True}
    else:
        return None
    phases = [phase.strip() for phase in typed.get("phases", "").split(",") if phase.strip()]
    return rule | ({"phases": phases} if phases else {})


def _unpack(rule: Mapping[str, Any] | None) -> dict[str, Any]:
    """A rule as the fields of the form; what they cannot say is lost, which the caller notices."""
    if rule is None:
        return {"form": "none"}
    typed: dict[str, Any] = {"phases": ", ".join(rule.get("phases", ()))}
    for side in ("after", "before"):
        if side in rule:
            unit = "day" if "days" in rule else "working_day"
            return {**typed, "form": side, "event": rule[side], "unit": unit, "amount": rule.get(f"{unit}s")}
    if "each" in rule:
        unit = "day" if "day" in rule else "working_day"
        first = {"first": rule["first"]} if "first" in rule else {}
        day = {"day": rule["on"]} if "on" in rule else {}
        return {**typed, **first, **day, "form": "each", "each": rule["each"], "unit": unit, "amount": rule.get(unit)}
    if "on" in rule:
        return {**typed, "form": "on", "on": rule["on"]}
    return {**typed, "form": "on_demand"}


def _iso(day: Any) -> str:
    return day.isoformat() if isinstance(day, date) else str(day or "")


class DropClause(Versioned):
    ref = forms.CharField(max_length=20, required=False)


class DropDuty(Versioned):
    key = forms.CharField(max_length=80)


class Propose(Versioned):
    note = _text(gettext_lazy("Lời nhắn cho các bên"), required=False)


class Sign(Versioned):
    """The hash names the very text that the page showed."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    text_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    signed_date = day_field(gettext_lazy("Ngày ký"))
    is_read = forms.BooleanField(label=gettext_lazy("Tôi đã đọc văn bản này và ký cho cơ quan"))

    def signing(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "is_read"}


class End(Versioned):
    reason = _text(gettext_lazy("Lý do"))


class Renew(Versioned):
    from_date = day_field(gettext_lazy("Có hiệu lực từ ngày"))
    to_date = day_field(gettext_lazy("Đến hết ngày"), required=False)


# ── mandates ────────────────────────────────────────────────────────────────────────────────────────────────


class RecordMandate(Versioned):
    number = forms.CharField(label=gettext_lazy("Số, ký hiệu"), max_length=80, help_text="238-QĐ/TW")
    kind = forms.ChoiceField(label=gettext_lazy("Loại văn bản"))
    find = _find()
    issuer_id = forms.TypedChoiceField(label=gettext_lazy("Cơ quan ban hành"), coerce=int)
    issued_date = day_field(gettext_lazy("Ngày ban hành"), required=False)
    subject = _text(gettext_lazy("Trích yếu"), required=False)
    effective_from = day_field(gettext_lazy("Có hiệu lực từ ngày"), required=False)
    effective_to = day_field(gettext_lazy("Đến hết ngày"), required=False)
    supersedes_id = forms.TypedChoiceField(
        label=gettext_lazy("Thay thế văn bản"), coerce=number_or_none, empty_value=None, required=False
    )
    implements_id = forms.TypedChoiceField(
        label=gettext_lazy("Triển khai văn bản"), coerce=number_or_none, empty_value=None, required=False
    )

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[int, str]],
        mandates: Sequence[tuple[int, str]],
        kinds: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", kinds)
        offer(self, "issuer_id", units)
        for name in ("supersedes_id", "implements_id"):
            offer(self, name, [("", "–"), *mandates])

    def mandate(self) -> dict[str, Any]:
        """What `record_mandate` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "find"}


class Spread(forms.Form):
    due_date = day_field(gettext_lazy("Hạn xác nhận"))
    find = _find()
    units = _ticks(gettext_lazy("Cơ quan được quán triệt"))

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "units", units)

    def spread(self) -> dict[str, Any]:
        """What `spread_mandate` takes."""
        return {"due_date": self.cleaned_data["due_date"], "unit_ids": self.cleaned_data["units"]}


class Confirm(forms.Form):
    note = _text(
        gettext_lazy("Đã làm gì"), required=False, help_text=gettext_lazy("Hội nghị, văn bản sao gửi, hình thức khác.")
    )
