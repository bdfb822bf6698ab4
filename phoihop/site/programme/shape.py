"""Whether a tree has the shape of `schema.json`, said in sentences an official can act on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, FormatChecker
from rapidfuzz import fuzz, process

from phoihop.site.programme.sources import Trail, Tree

Fault = Any  # jsonschema's ValidationError, whose fields are all typed "or unset"

SCHEMA = Path(__file__).with_name("schema.json")


@cache
def _validator(path: Path) -> Draft202012Validator:
    schema = json.loads(path.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker(formats=["date"]))


def refuse_shape(tree: Tree, *, are_rules_read_elsewhere: bool, schema: Path = SCHEMA) -> None:
    """Add a problem for everything in the tree that the schema refuses."""
    for error in _validator(schema).iter_errors(tree.data):
        trail = tuple(error.absolute_path)
        if are_rules_read_elsewhere and len(trail) > 1 and trail[0] == "rules":
            continue
        if error.validator == "additionalProperties":
            _unknown_keys(error, trail, tree)
        elif error.validator == "required":
            for name in error.validator_value:
                if name not in error.instance:
                    tree.refuse(tree.place(trail), _("Thiếu mục “%(name)s”") % {"name": name})
        else:
            tree.refuse(tree.place(trail), named(trail, _complaint(error)))


def _unknown_keys(error: Fault, trail: Trail, tree: Tree) -> None:
    known = error.schema.get("properties", {})
    for name in error.instance:
        if name not in known:
            sentence = _("Không có mục “%(name)s” ở đây") % {"name": shown(name)}
            tree.refuse(tree.place((*trail, name)), suggesting(sentence, name, known))


def named(trail: Trail, complaint: str) -> str:
    """The complaint with the name of the field it is about."""
    names = [step for step in trail if isinstance(step, str)]
    if not names:
        return complaint[:1].upper() + complaint[1:]
    return _("%(field)s: %(complaint)s") % {"field": shown(names[-1]), "complaint": complaint}


def suggesting(sentence: str, wrong: str, right: Iterable[str]) -> str:
    """The sentence, with the nearest right word if one is near."""
    near = process.extractOne(wrong[:100], sorted(right), scorer=fuzz.ratio, score_cutoff=65)
    return _("%(sentence)s; có phải là “%(near)s”?") % {"sentence": sentence, "near": near[0]} if near else sentence


def shown(value: Any) -> str:
    """A value of the file as a sentence quotes it: never longer than a line."""
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _complaint(error: Fault) -> str:
    values = {"value": shown(error.instance), "limit": error.validator_value}
    match error.validator:
        case "type":
            return _wrong_type(error)
        case "enum":
            words = [word for word in error.validator_value if word is not None]
            sentence = _("không có “%(value)s”; có thể là: %(all)s") % {**values, "all": ", ".join(words)}
            return suggesting(sentence, str(error.instance), words)
        case "minimum":
            return _("%(value)s nhỏ quá, ít nhất là %(limit)s") % values
        case "maximum":
            return _("%(value)s lớn quá, nhiều nhất là %(limit)s") % values
        case "maxLength" if error.schema.get("$anchor") != "month-day":
            return _("dài %(length)d ký tự, nhiều nhất là %(limit)s") % {**values, "length": len(error.instance)}
        case "minLength":
            return _("không được để trống")
        case "minItems" | "minProperties":
            return _("cần ít nhất %(limit)s mục") % values
        case "maxItems":
            return _("nhiều nhất là %(limit)s mục") % values
        case "format":
            return _not_a_day() % values
    return _by_anchor(str(error.schema.get("$anchor", ""))) % values


def _not_a_day() -> str:
    return _("“%(value)s” không phải là ngày; viết năm-tháng-ngày, từ 1900 đến 2099, ví dụ 2021-07-05")


def _wrong_type(error: Fault) -> str:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    if error.instance is None:
        return _("không được để trống")
    if "string" in wanted and isinstance(error.instance, int | float):
        return _("“%(value)s” phải là chữ: đặt trong dấu nháy, hoặc định dạng ô là văn bản") % {
            "value": shown(error.instance)
        }
    names = {
        "string": _("chữ"),
        "integer": _("số nguyên"),
        "boolean": _("true hoặc false"),
        "array": _("danh sách"),
        "object": _("nhóm các mục “tên: giá trị”"),
    }
    kinds = [names[kind] for kind in wanted if kind != "null"]
    return _("phải là %(kind)s") % {"kind": " / ".join(kinds)}


def _by_anchor(anchor: str) -> str:
    sentences = {
        "slug": _("“%(value)s” chỉ được gồm chữ thường không dấu và số, bắt đầu bằng chữ, tối đa 16 ký tự"),
        "key": _("“%(value)s” chỉ được gồm chữ thường không dấu, số và dấu gạch nối"),
        "key-or-null": _("“%(value)s” chỉ được gồm chữ thường không dấu, số và dấu gạch nối"),
        "unit": _("“%(value)s” không phải là cơ quan; viết địa bàn/khóa, ví dụ kg/so-yte"),
        "unit-or-null": _("“%(value)s” không phải là cơ quan; viết địa bàn/khóa, ví dụ kg/so-yte"),
        "units": _("“%(value)s” không phải là cơ quan hay danh sách cơ quan; viết địa bàn/khóa, ví dụ kg/so-yte"),
        "answer": _("“%(value)s” không phải là câu trả lời; viết địa bàn/khóa, hoặc stays"),
        "line": _("phải nằm trên một dòng"),
        "line-or-null": _("phải nằm trên một dòng"),
        "day": _not_a_day(),
        "date": _not_a_day(),
        "clause": _('“%(value)s” không phải là số điều khoản, ví dụ "4.1"'),
        "duty": _("“%(value)s” không phải là tên nghĩa vụ, ví dụ partner.invite"),
        "event": _("“%(value)s” không phải là tên sự kiện, ví dụ phase.entered"),
        "on": _('“%(value)s” không phải là ngày; viết "01-31" hoặc 2021-12-31'),
        "month-day": _('“%(value)s” không phải là tháng-ngày, ví dụ "01-31"'),
        "cut-off": _('“%(value)s” không phải là ngày 1-31 hoặc tháng-ngày như "12-14"'),
        "yearly": _("chỉ được dùng on cùng với each: year"),
        "rule-form": _("cần đúng một trong: after, before, each, on, on_demand"),
        "counted": _("cần đúng một trong: working_days, days"),
        "repeated": _("cần đúng một trong: on, working_day, day"),
        "from-event": _("working_days và days chỉ dùng cùng after hoặc before"),
    }
    return sentences.get(anchor, _("giá trị “%(value)s” không hợp lệ"))
