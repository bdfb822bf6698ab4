"""phoihop search: the same answer as the search page; or the index of this node built anew."""

from __future__ import annotations

import argparse
from typing import Any

from phoihop.site.acting import person_or_console
from phoihop.site.commandline import OK, Out, WrongInput

HELP = "what somebody may find, as the search page shows it"
MOST = 200


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="?", default="", metavar="QUERY", help='words, "phrases", -without, A OR B')
    parser.add_argument("--as", dest="username", metavar="USER", help="as this person; else as the operator's console")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help=f"so many, at most {MOST}")
    parser.add_argument("--rebuild", action="store_true", help="build this node's index anew from the database")


def run(options: argparse.Namespace, out: Out) -> int:
    if options.rebuild:
        return _rebuild(out)
    if not options.query.strip():
        raise WrongInput(["QUERY: cần chữ để tìm, hoặc --rebuild"])
    if not 1 <= options.limit <= MOST:
        raise WrongInput([f"--limit: từ 1 đến {MOST}"])
    from phoihop.search import queries

    found = queries.find(person_or_console(options.username), options.query, limit=options.limit)
    if not found.is_complete:
        out.say("phoihop: chỉ mục đang được lập lại; kết quả có thể còn thiếu.")
    if found.is_loose:
        out.say("phoihop: không kết quả nào chứa đủ mọi từ, hoặc câu hỏi dài: đây là kết quả chứa phần lớn các từ.")
    rows = [_row(thing) for thing in found.things]
    if out.is_json:
        answer = {"total": found.total, "is_loose": found.is_loose, "is_complete": found.is_complete, "rows": rows}
        out.data({**answer, "facets": {name: dict(counts) for name, counts in found.facets.items()}})
        return OK
    out.table(rows, {"kind": "loại", "code": "mã", "date": "ngày", "unit": "cơ quan", "title": "tên"})
    out.say(f"{len(rows)}/{found.total}")
    return OK


def _rebuild(out: Out) -> int:
    from phoihop.ground import clock
    from phoihop.search.commands import Busy, Indexer, ask_to_rebuild

    try:
        indexer = Indexer()
    except Busy:
        ask_to_rebuild()
        out.say("phoihop: tiến trình attend đang giữ chỉ mục; đã nhờ nó lập lại.")
        out.data({"rebuilt": 0, "asked": True}, "0")
        return OK
    done = 0
    try:
        indexer.begin_anew()
        while taken := indexer.step(at=clock.now()):
            done += taken
            out.progress(done, done + 1, "search")
    finally:
        indexer.close()
    out.data({"rebuilt": done, "asked": False}, f"{done}")
    return OK


def _row(thing: Any) -> dict[str, Any]:
    return {
        "kind": thing.kind,
        "code": thing.code,
        "title": "".join(segment.text for segment in thing.title),
        "snippet": "".join(segment.text for segment in thing.snippet),
        "unit": thing.unit,
        "date": thing.date,
        "type": thing.type,
        "url": thing.url,
        "illustration": thing.is_illustration,
    }
