"""A workbook as the same tree: one sheet per section, a header row, one row per item.

Headers are the schema's keys; a dot goes down (`period.from`). Where a section is no plain list of items:
`file` holds the two single values, `duties` has a column `role`, `rules` a column `duty`, `swap_days` is a sheet of its
own, and so are `clauses` and `parties`, whose column `partner` names the agreement. Leaving `partner` empty everywhere
is the short form: all agreements with the same clauses.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from phoihop.site.programme.sources import MOST_NODES, Stop, Tree
from phoihop.site.programme.values import Place

MOST_UNPACKED = 50_000_000
MOST_MEMBERS = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 64

_RULE = ("each", "on", "working_day", "day", "cut_off", "first", "after", "before", "working_days", "days", "on_demand",
    "per", "phases")  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "file": ("illustration", "phases_per_plan"),
    "programme": ("slug", "title", "territory", "level", "lead", "period.from", "period.to", "reported_on"),
    "organizations": ("key", "name", "kind", "level", "parent", "short"),
    "mandates": ("number", "type", "title", "issuer", "date", "status", "supersedes", "implements"),
    "duties": ("role", "key", "text", "when", "channels"),
    "plans": ("partner", "mandate", "domains"),
    "topic_kinds": ("kind",),
    "phases": ("key", "name"),
    "agreements": ("partner", "title", "mandate", "in_force.from", "in_force.to"),
    "clauses": ("partner", "id", "duty", "text"),
    "parties": ("partner", "unit", "role"),
    "rules": ("duty", *_RULE),
    "calendar": ("time_zone",),
    "swap_days": ("off", "working"),
    "topics": ("plan", "kind", "title", "selected"),
    "events": ("what", "phase", "on", "plan"),
}
_LISTS = {"domains": "\n", "channels": ",", "phases": ","}  # columns that hold several values; a new line parts too
_PLAIN = ("organizations", "mandates", "plans", "phases", "topics", "events")


@dataclass
class _Row:
    place: Place
    cells: dict[str, Any] = field(default_factory=dict)


Book = dict[str, list[_Row]]


def read_sheets(content: bytes, tree: Tree) -> None:
    """Fill the tree from a workbook. Refused: bombs, DTDs, formulas, unknown sheets, columns without a known name."""
    _refuse_bombs(content, tree)
    book: Book = {}
    try:
        from openpyxl import load_workbook

        workbook = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        for sheet in workbook.worksheets:
            _read_sheet(sheet, book, tree)
        workbook.close()
    except Stop:
        raise
    except Exception:  # noqa: BLE001 - the reader lets any builtin error through on a damaged workbook
        tree.refuse(Place(), _("Không đọc được tệp XLSX này"))
        raise Stop from None
    tree.data = _assemble(book, tree)


def _refuse_bombs(content: bytes, tree: Tree) -> None:
    """Look at every member before anything is parsed; zipfile never unpacks more than a member declares."""
    sentence = ""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
                sentence = _("Tệp XLSX giải nén ra quá lớn")
            elif any(_has_dtd(archive.read(member)) for member in members):
                sentence = _("Tệp XLSX có khai báo DTD, không được phép")
    except Exception:  # noqa: BLE001 - zipfile lets several builtin errors through on a damaged archive
        sentence = _("Không đọc được tệp XLSX này")
    if sentence:
        tree.refuse(Place(), sentence)
        raise Stop


def _has_dtd(xml: bytes) -> bool:
    return b"<!DOCTYPE" in xml.replace(b"\0", b"")  # in UTF-16 too


def _read_sheet(sheet: Any, book: Book, tree: Tree) -> None:
    title = str(sheet.title)
    header: list[str] = []
    rows: list[_Row] = []
    read = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        place = Place(number, title)
        if number > MOST_ROWS:
            tree.refuse(
                place, _("Trang tính dài quá %(most)d dòng; hãy xóa hẳn các dòng trống ở cuối") % {"most": MOST_ROWS}
            )
            raise Stop
        values = [_value(cell, place, tree) for cell in cells]
        if all(value is None for value in values):
            continue
        if not header:
            if title not in COLUMNS:
                tree.refuse(
                    Place(0, title),
                    _("Không có phần “%(name)s”; các trang tính có thể là: %(all)s")
                    % {"name": title, "all": ", ".join(COLUMNS)},
                )
                return
            header = _header(title, values, place, tree)
            book[title] = rows
            continue
        row = _Row(place)
        for index, value in enumerate(values):
            if value is None:
                continue
            read += 1
            name = header[index] if index < len(header) else ""
            if name:
                row.cells[name] = value
            elif index >= len(header) or not header[index]:
                tree.refuse(place, _("Có ô nằm ngoài các cột có tên"))
        rows.append(row)
        if read > MOST_NODES:
            tree.refuse(place, _("Tệp có quá nhiều mục"))
            raise Stop


def _header(title: str, values: list[Any], place: Place, tree: Tree) -> list[str]:
    names = ["" if value is None else str(value) for value in values]
    for name in dict.fromkeys(filter(None, names)):
        if name not in COLUMNS[title]:
            tree.refuse(
                place,
                _("Không có cột “%(name)s”; các cột có thể là: %(all)s")
                % {"name": name, "all": ", ".join(COLUMNS[title])},
            )
        elif names.count(name) > 1:
            tree.refuse(place, _("Mục “%(key)s” bị lặp lại") % {"key": name})
    while names and not names[-1]:
        names.pop()
    return names


def _value(cell: Any, place: Place, tree: Tree) -> Any:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f" or type(value).__name__ in ("ArrayFormula", "DataTableFormula"):
        tree.refuse(place, _("Ô có công thức; hãy dán giá trị vào thay cho công thức"))
        return None
    if cell.data_type == "e":
        tree.refuse(place, _("Ô báo lỗi %(error)s") % {"error": value})
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return tree.text(str(value), place) or None


def _item(row: _Row, trail: tuple[Any, ...], tree: Tree, *, leave: str = "") -> dict[str, Any]:
    """One row as a mapping, with the places of all it holds."""
    tree.places[trail] = row.place
    item: dict[str, Any] = {}
    for name, value in row.cells.items():
        if name == leave:
            continue
        outer, _dot, inner = name.partition(".")
        if inner:
            item.setdefault(outer, {})[inner] = value
        elif name in _LISTS and isinstance(value, str):
            parts = value.replace(_LISTS[name], "\n").split("\n")
            item[name] = [part.strip() for part in parts if part.strip()]
        else:
            item[name] = value
    return item


def _assemble(book: Book, tree: Tree) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for sheet in book:
        tree.places[(sheet,)] = Place(0, sheet)
    for row in _single(book, "file", tree):
        data |= _item(row, ("file",), tree)
    for row in _single(book, "programme", tree):
        data["programme"] = _item(row, ("programme",), tree)
    for sheet in _PLAIN:
        if sheet in book:
            data[sheet] = _items(book[sheet], (sheet,), tree)
    if "topic_kinds" in book:
        kinds = _items(book["topic_kinds"], ("topic_kinds",), tree)
        data["topic_kinds"] = [kind.get("kind") for kind in kinds]
    if "duties" in book:
        data["duties"] = _duties(book["duties"], tree)
    if "rules" in book:
        data["rules"] = _rules(book["rules"], tree)
    if "calendar" in book or "swap_days" in book:
        data["calendar"] = _calendar(book, tree)
    if "agreements" in book or "clauses" in book or "parties" in book:
        data["agreements"] = _agreements(book, tree)
    return data


def _items(rows: list[_Row], trail: tuple[Any, ...], tree: Tree, *, leave: str = "") -> list[dict[str, Any]]:
    return [_item(row, (*trail, index), tree, leave=leave) for index, row in enumerate(rows)]


def _calendar(book: Book, tree: Tree) -> dict[str, Any]:
    calendar: dict[str, Any] = {}
    for row in _single(book, "calendar", tree):
        calendar |= _item(row, ("calendar",), tree)
    if "swap_days" in book:
        tree.places["calendar", "swap_days"] = Place(0, "swap_days")
        calendar["swap_days"] = _items(book["swap_days"], ("calendar", "swap_days"), tree)
    return calendar


def _single(book: Book, sheet: str, tree: Tree) -> list[_Row]:
    rows = book.get(sheet, [])
    for row in rows[1:]:
        tree.refuse(row.place, _("Trang tính này chỉ được có một dòng"))
    return rows[:1]


def _duties(rows: list[_Row], tree: Tree) -> dict[str, Any]:
    duties: dict[str, Any] = {}
    for row in rows:
        role = row.cells.get("role")
        if role not in ("partner", "lead"):
            tree.refuse(row.place, _("Cột “role” phải là partner hoặc lead"))
            continue
        items = duties.setdefault(role, [])
        items.append(_item(row, ("duties", role, len(items)), tree, leave="role"))
    return duties


def _rules(rows: list[_Row], tree: Tree) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    for row in rows:
        duty = str(row.cells.get("duty", ""))
        if duty in rules:
            tree.refuse(row.place, _("Mục “%(key)s” bị lặp lại") % {"key": duty})
            continue
        rules[duty] = _item(row, ("rules", duty), tree, leave="duty") or None
    return rules


def _agreements(book: Book, tree: Tree) -> Any:
    heads = book.get("agreements", [])
    parts = {sheet: book.get(sheet, []) for sheet in ("clauses", "parties")}
    everything = [*heads, *parts["clauses"], *parts["parties"]]
    if len(heads) <= 1 and not any("partner" in row.cells for row in everything):
        shared = _item(heads[0], ("agreements",), tree) if heads else {}
        for name, rows in parts.items():
            if rows:
                shared[name] = _items(rows, ("agreements", name), tree)
        return shared
    agreements: list[dict[str, Any]] = []
    by_partner: dict[Any, int] = {}
    for index, row in enumerate(heads):
        agreements.append(_item(row, ("agreements", index), tree))
        by_partner.setdefault(row.cells.get("partner"), index)
    for name, rows in parts.items():
        for row in rows:
            partner = row.cells.get("partner")
            if partner not in by_partner:
                tree.refuse(row.place, _("Trang “agreements” không có dòng nào của “%(key)s”") % {"key": partner or ""})
                continue
            index = by_partner[partner]
            items = agreements[index].setdefault(name, [])
            items.append(_item(row, ("agreements", index, name, len(items)), tree, leave="partner"))
    return agreements
