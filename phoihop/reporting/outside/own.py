"""A Word template of an office's own: what it names, and filling it. Its marks may name fields and nothing else.

A template is somebody's file: it is judged by the guard before it comes here, and here every mark is checked as it is
parsed, in whichever part of the file it stands: names of fields, loops over lists, conditions on a name. No call, no
filter, no attribute, no loop inside a loop. Refused: Unusable, with the rule.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from typing import Any

from phoihop.reporting.outside import annex
from phoihop.reporting.outside.docx import describe, settled
from phoihop.reporting.outside.typeset import code_png
from phoihop.reporting.rules.checks import FIELDS, LISTS
from phoihop.reporting.rules.letters import Line, Paragraph, Printed

LARGEST = 2_000_000  # bytes
_LARGEST_INSIDE = 20_000_000
_LISTED = "dong"  # the loop's own name in the template we hand out


class Unusable(ValueError):
    """The file is no template that can be filled; `rule` names why, `where` the mark."""

    def __init__(self, rule: str, where: str = "") -> None:
        super().__init__(rule)
        self.rule, self.where = rule, where


@dataclass(frozen=True, slots=True)
class Examined:
    """What a template names, and its page in millimetres."""

    named: frozenset[str]
    width: float
    height: float
    margins: dict[str, float]


def examine(content: bytes, example: Printed) -> Examined:
    """Fills the template once with an example. Refused: Unusable."""
    named: set[str] = set()
    _filled(content, example, named)
    paper = _opened(content).docx
    section = paper.sections[0]
    sides = ("top", "bottom", "left", "right")
    lengths = {side: getattr(section, f"{side}_margin") for side in sides}
    if section.page_width is None or section.page_height is None or None in lengths.values():
        raise Unusable("no-page")
    return Examined(
        named=frozenset(named),
        width=section.page_width.mm,
        height=section.page_height.mm,
        margins={f"margin_{side}": length.mm for side, length in lengths.items()},
    )


def fill(content: bytes, letter: Printed) -> bytes:
    """The letter in the office's own layout. Refused: Unusable."""
    return _filled(content, letter, set())


def marks() -> Printed:
    """A letter of marks, from which the page to begin with is made."""

    def each(name: str) -> tuple[str, ...]:
        return (f"{{%p for {_LISTED} in {name} %}}", f"{{{{ {_LISTED} }}}}", "{%p endfor %}")

    def field(name: str) -> str:
        return f"{{{{ {name} }}}}"

    return Printed(
        system="STATE",
        title="Khuôn văn bản",
        author="",
        date=None,
        parent=field("co_quan_chu_quan"),
        organ=field("co_quan"),
        head=field("quoc_hieu"),
        motto=field("tieu_ngu"),
        number=field("so_ky_hieu"),
        place_date=field("dia_danh_ngay"),
        about=field("trich_yeu_cong_van"),
        type_name=field("ten_loai"),
        subject=field("trich_yeu"),
        grounds=each("can_cu"),
        addressed=field("kinh_gui"),
        addressees=each("noi_nhan_chinh"),
        body=tuple(Paragraph(line) for line in each("noi_dung")),
        signing=tuple(Line(line, is_bold=True) for line in each("quyen_han")),
        signature="(chữ ký, dấu)",
        signer=field("nguoi_ky"),
        recipients_words="Nơi nhận:",
        recipients=each("noi_nhan"),
        urgency=field("do_khan"),
        drafter=field("nguoi_soan"),
        footer=field("chan_trang"),
        notes=(field("ghi_chu"),),
        acknowledge_url="",
        acknowledge_words="",
    )


def for_party(letter: Printed) -> Printed:
    """The same marks on the Party's page, which has no motto."""
    return replace(letter, system="PARTY", motto="")


def fields_of(letter: Printed) -> dict[str, Any]:
    """The letter under the names a template uses; `ma_xac_nhan` is added where a picture can be made."""
    return {
        "co_quan_chu_quan": letter.parent,
        "co_quan": letter.organ,
        "quoc_hieu": letter.head,
        "tieu_ngu": letter.motto,
        "so_ky_hieu": letter.number,
        "dia_danh_ngay": letter.place_date,
        "trich_yeu_cong_van": letter.about,
        "ten_loai": letter.type_name,
        "trich_yeu": letter.subject,
        "can_cu": list(letter.grounds),
        "kinh_gui": letter.addressed,
        "noi_nhan_chinh": list(letter.addressees),
        "noi_dung": [part.text for part in letter.body],
        "quyen_han": [line.text for line in letter.signing],
        "nguoi_ky": letter.signer,
        "noi_nhan": list(letter.recipients),
        "do_khan": letter.urgency,
        "nguoi_soan": letter.drafter,
        "chan_trang": letter.footer,
        "ghi_chu": " · ".join(letter.notes),
    }


def _filled(content: bytes, letter: Printed, named: set[str]) -> bytes:
    from docx.shared import Mm
    from docxtpl import InlineImage
    from jinja2 import TemplateError

    template = _opened(content)
    values: dict[str, Any] = fields_of(letter)
    if letter.acknowledge_url:
        picture = io.BytesIO(code_png(letter.acknowledge_url))
        values["ma_xac_nhan"] = InlineImage(template, picture, width=Mm(26))
    else:
        values["ma_xac_nhan"] = ""
    try:
        template.render(values, jinja_env=_environment(named), autoescape=True)
    except TemplateError as wrong:
        raise Unusable("marks") from wrong
    except (KeyError, ValueError, AttributeError, SyntaxError) as wrong:  # the marks broke the paper's own markup
        if isinstance(wrong, Unusable):
            raise
        raise Unusable("broken") from wrong
    annex.add(template.docx, letter)
    describe(template.docx.core_properties, letter)
    out = io.BytesIO()
    template.save(out)
    return settled(out.getvalue())


def _opened(content: bytes) -> Any:
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST_INSIDE:
                raise Unusable("too-large")
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as wrong:
        if isinstance(wrong, Unusable):
            raise
        raise Unusable("no-docx") from wrong
    return template


def _environment(named: set[str]) -> Any:
    """A sandbox that reads fields and nothing else; what is named is noted."""
    from jinja2 import StrictUndefined, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Strict(ImmutableSandboxedEnvironment):
        def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
            parsed = super()._parse(source, name, filename)
            _check(parsed, frozenset(), named)
            return parsed

    environment = Strict(undefined=StrictUndefined, autoescape=True)
    environment.globals.clear()
    environment.filters.clear()
    return environment


def _check(node: Any, loops: frozenset[str], named: set[str]) -> None:
    """Refused: Unusable at the first mark that is more than a name, a loop over a list or a condition on a name."""
    from jinja2 import nodes

    if isinstance(node, nodes.TemplateData):
        return
    if isinstance(node, nodes.Name):
        if node.name not in loops:
            named.add(node.name)
            if node.name not in FIELDS:
                raise Unusable("unknown-field", node.name)
        return
    if isinstance(node, nodes.For):
        loops = loops | {_loop_name(node, loops, named)}
        for inner in node.body:
            _check(inner, loops, named)
        return
    if isinstance(node, (nodes.Template, nodes.Output, nodes.If, nodes.Not)):
        for inner in node.iter_child_nodes():
            _check(inner, loops, named)
        return
    raise Unusable("not-allowed", type(node).__name__)


def _loop_name(node: Any, loops: frozenset[str], named: set[str]) -> str:
    from jinja2 import nodes

    is_plain = isinstance(node.iter, nodes.Name) and isinstance(node.target, nodes.Name)
    if not is_plain or loops or node.else_ or node.test or node.recursive or node.iter.name not in LISTS:
        raise Unusable("loop", str(getattr(node.iter, "name", "")))
    named.add(node.iter.name)
    return str(node.target.name)
