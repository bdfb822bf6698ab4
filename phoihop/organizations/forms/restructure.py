"""A reorganisation composed on pages: parts of the same document that a file holds."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import day_field
from phoihop.organizations import rules
from phoihop.organizations.queries.words import KIND_WORDS, LEVEL_WORDS
from phoihop.organizations.rules.restructure import CHANGES, STAYS

EXAMPLE = _("Viết mã cơ quan hoặc địa bàn/khóa, ví dụ DV-kg-so-yte hoặc kg/so-yte.")
STEPS = (
    ("rename", _("Đổi tên thành cơ quan mới")),
    ("merge", _("Hợp nhất nhiều cơ quan")),
    ("absorb", _("Sáp nhập vào cơ quan đang có")),
    ("split", _("Chia tách")),
    ("dissolve", _("Giải thể")),
    ("move_function", _("Chuyển một chức năng")),
    ("change_parent", _("Đổi cơ quan cấp trên")),
    ("change_level", _("Đổi cấp")),
    ("change_territory", _("Đổi địa bàn")),
)


def as_ref(text: str) -> str:
    """DV-kg-so-yte as kg/so-yte; what is written so already stays."""
    text = text.strip()
    if text.upper().startswith("DV-"):
        slug, _dash, key = text[3:].partition("-")
        return f"{slug}/{key}".lower()
    return text if text == STAYS else text.lower()


class ComposeBatch(forms.Form):
    title = forms.CharField(label=_("Tên đợt"), max_length=300)
    key = forms.CharField(
        label=_("Khóa"),
        max_length=60,
        help_text=_("Chữ thường không dấu, số, gạch nối; ví dụ 2025-07. Không đổi về sau."),
    )
    date = day_field(
        _("Thực hiện từ ngày"), help_text=_("Ngày đầu tiên của tổ chức mới; tổ chức cũ hoạt động đến hết ngày trước.")
    )
    legal_basis = forms.CharField(label=_("Căn cứ"), max_length=300)
    territory = forms.CharField(label=_("Mã địa bàn"), max_length=40)

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).lower()
        if not rules.is_key(key):
            raise forms.ValidationError(_t("Khóa chỉ được gồm chữ thường không dấu, số, gạch nối."))
        return key

    def clean_territory(self) -> str:
        slug = str(self.cleaned_data["territory"]).lower()
        if not rules.is_slug(slug):
            raise forms.ValidationError(_t("Mã địa bàn chỉ dùng chữ thường không dấu và số."))
        return slug

    def document(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {"batch": {**values, "date": values["date"].isoformat()}, "steps": []}


class AddStep(forms.Form):
    """One step, and the unit it creates if the heir is new."""

    kind = forms.ChoiceField(label=_("Việc"), choices=STEPS)
    froms = forms.CharField(
        label=_("Cơ quan được sắp xếp"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một cơ quan: mã DV-kg-so-yte, hoặc địa bàn/khóa kg/so-yte."),
    )
    tos = forms.CharField(
        label=_("Cơ quan kế thừa"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Chia tách thì mỗi dòng một cơ quan. Để trống khi giải thể hoặc khi chỉ đổi cấp trên, cấp, địa bàn."
        ),
    )
    name = forms.CharField(
        label=_("Tên cơ quan mới"),
        required=False,
        max_length=300,
        help_text=_("Chỉ ghi khi cơ quan kế thừa ở trên chưa có: hệ thống sẽ lập."),
    )
    short = forms.CharField(label=_("Tên gọn"), required=False, max_length=60)
    unit_kind = forms.ChoiceField(
        label=_("Loại cơ quan mới"),
        required=False,
        choices=[(kind, KIND_WORDS[kind]) for kind in rules.UNIT_KINDS],
        initial="department",
    )
    level = forms.ChoiceField(
        label=_("Cấp"),
        required=False,
        choices=[(level, LEVEL_WORDS[level]) for level in rules.LEVELS],
        initial="province",
    )
    parent = forms.CharField(label=_("Cơ quan cấp trên"), required=False, max_length=110, help_text=EXAMPLE)
    territory = forms.CharField(
        label=_("Địa bàn mới"), required=False, max_length=40, help_text=_("Khi đổi địa bàn: mã, ví dụ ag.")
    )
    function = forms.CharField(label=_("Chức năng chuyển đi"), required=False, max_length=300)
    takes = forms.CharField(
        label=_("Những việc đi theo"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Khi chuyển chức năng: mã việc, mã hồ sơ hoặc khóa nghĩa vụ, mỗi dòng một mục."),
    )
    default = forms.CharField(
        label=_("Việc chưa rõ thì về"),
        required=False,
        max_length=110,
        help_text=_("Để trống thì hệ thống hỏi từng loại việc; ghi stays thì ở lại cơ quan cũ."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind, froms, tos = str(values.get("kind")), _refs(values.get("froms", "")), _refs(values.get("tos", ""))
        for name, refs in (("froms", froms), ("tos", tos)):
            if any(not _is_ref(ref) for ref in refs):
                self.add_error(name, _t("Mỗi dòng viết một mã cơ quan, hoặc địa bàn/khóa."))
        for name in ("parent", "default"):
            ref = as_ref(values.get(name) or "")
            if ref and ref != STAYS and not _is_ref(ref):
                self.add_error(name, _t("Viết một mã cơ quan, hoặc địa bàn/khóa."))
        if kind in ("rename", "split", "move_function") and len(froms) != 1:
            self.add_error("froms", _t("Việc này chỉ dành cho một cơ quan."))
        if kind in ("rename", "merge", "absorb", "move_function") and len(tos) != 1:
            self.add_error("tos", _t("Ghi đúng một cơ quan kế thừa."))
        if kind == "split" and len(tos) < 2:
            self.add_error("tos", _t("Chia tách thì ghi ít nhất hai cơ quan."))
        if kind == "move_function" and not values.get("function"):
            self.add_error("function", _t("Ghi chức năng chuyển đi."))
        if kind == "change_territory" and not rules.is_slug(values.get("territory") or ""):
            self.add_error("territory", _t("Ghi mã địa bàn mới."))
        return values

    def added_to(self, raw: dict[str, Any]) -> dict[str, Any]:
        """The document with this step; the unit it creates stands among the created."""
        document, values = copy.deepcopy(raw), self.cleaned_data
        tos = _refs(values["tos"])
        if values["name"] and tos:
            slug, _slash, key = tos[0].partition("/")
            made = {"territory": slug, "key": key, "name": values["name"], "kind": values["unit_kind"]}
            made |= {
                "level": values["level"],
                "parent": as_ref(values["parent"]) or None,
                "short": values["short"] or None,
            }
            document["create"] = [*(document.get("create") or []), made]
        document["steps"] = [*(document.get("steps") or []), {values["kind"]: self._step(tos)}]
        return document

    def _step(self, tos: list[str]) -> dict[str, Any]:
        values = self.cleaned_data
        kind, froms, default = values["kind"], _refs(values["froms"]), as_ref(values["default"]) or None
        if kind in CHANGES:
            changed = {
                "change_parent": ("parent", as_ref(values["parent"]) or None),
                "change_level": ("level", values["level"]),
            }
            name, value = changed.get(kind, ("territory", values["territory"]))
            return {"unit": froms, name: value}
        if kind == "split":
            return {"from": froms[0], "to": [{"unit": ref} for ref in tos], "default": default}
        if kind == "move_function":
            takes = [line.strip() for line in values["takes"].splitlines() if line.strip()]
            told = {"from": froms[0], "to": tos[0], "function": values["function"], "takes": takes}
            return {**told, "default": default}
        if kind == "dissolve":
            return {"from": froms, "default": default}
        return {"from": froms[0] if kind == "rename" else froms, "to": tos[0]}


class Reason(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def without_step(raw: dict[str, Any], number: int) -> dict[str, Any]:
    """The document without one line of its list: first the units it creates, then the units of its steps."""
    document = copy.deepcopy(raw)
    created = document.get("create") or []
    if number < len(created):
        document["create"] = created[:number] + created[number + 1 :]
        return document
    line = len(created)
    for index, step in enumerate(document.get("steps") or []):
        (told,) = step.values()
        named = told.get("from") or told.get("unit") or ()
        line += 1 if isinstance(named, str) else len(named)
        if number < line:
            del document["steps"][index]
            break
    return document


def _refs(text: str) -> list[str]:
    return [as_ref(line) for line in text.replace(",", "\n").splitlines() if line.strip()]


def _is_ref(ref: str) -> bool:
    slug, slash, key = ref.partition("/")
    return bool(slash) and rules.is_slug(slug) and rules.is_key(key)
