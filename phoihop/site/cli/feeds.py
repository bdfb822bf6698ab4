"""phoihop feeds: read the press's sources now, take a feed's file in, or list the sources."""

from __future__ import annotations

import argparse
from pathlib import Path

from phoihop.site.commandline import NO, OK, Out, Problem, WrongInput

HELP = "sources of the press desk: pull [--source CODE], import FILE --source CODE, list"
LARGEST = 50 * 2**20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("pull", "import", "list"))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="of import: RSS, Atom, JSON Feed or sitemap")
    parser.add_argument("--source", default="", metavar="CODE", help="this source alone; of import: whose file it is")


def run(options: argparse.Namespace, out: Out) -> int:
    if (options.what == "import") != (options.file is not None):
        raise WrongInput([Problem("FILE", "cần một tệp với import, và chỉ với import")])
    return {"pull": _pull, "import": _import, "list": _list}[options.what](options, out)


def _pull(options: argparse.Namespace, out: Out) -> int:
    """What is due, or one source whether it is due or not. The answer is no where something could not be read."""
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.press.commands import Trip, pull, pull_due

    at, by = clock.now(), Actor.system("administrator-console")
    if options.source:
        with Trip(at=at, seconds=300) as trip:
            done = [pull(code=options.source, trip=trip, by=by, at=at)]
    else:
        done = pull_due(by=by, at=at, seconds=300)
    rows = [{"source": o.code, "items": o.items, "stories": o.stories, "why": o.why, "said": o.result} for o in done]
    out.data(rows, [f"{row['source']}: {row['said']}" for row in rows])
    return NO if any(one.why for one in done) else OK


def _import(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.press.commands import NotRead, import_feed

    if not options.source:
        raise WrongInput([Problem("--source", "cần mã nguồn tin (NB-…) của tệp này; xem `feeds list`")])
    try:
        if options.file.stat().st_size > LARGEST:
            raise WrongInput([Problem(str(options.file), "tệp lớn hơn 50 MB, không đọc; chưa có gì thay đổi")])
        content = options.file.read_bytes()
    except OSError as trouble:
        raise WrongInput([Problem(str(options.file), f"không đọc được tệp: {trouble.strerror}")]) from trouble
    by = Actor.system("administrator-console")
    try:
        done = import_feed(code=options.source, content=content, by=by, at=clock.now())
    except NotRead as refused:
        raise WrongInput([Problem(str(options.file), str(refused))]) from refused
    out.data({"source": done.code, "items": done.items, "stories": done.stories}, done.result)
    return OK


def _list(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ground.actor import Actor
    from phoihop.press.queries import all_sources

    rows = [
        {
            "code": line.code,
            "kind": line.kind,
            "state": line.state,
            "publisher": line.publisher,
            "items": line.items,
            "last_at": line.last_at,
            "said": line.last_result,
        }
        for line in all_sources(Actor.system("administrator-console"))
        if options.source in ("", line.code)
    ]
    columns = {
        "code": "mã",
        "kind": "loại",
        "state": "trạng thái",
        "publisher": "nơi đăng",
        "items": "tin",
        "said": "kết quả",
    }
    out.table(rows, columns)
    return OK
