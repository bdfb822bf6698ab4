"""phoihop review: the review of a plan or round over a period, written to a file."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from phoihop.site.commandline import OK, Out, WrongInput

HELP = "the review of a plan or round over a period, as a Word, PDF or JSON file"
KINDS = {".docx": "docx", ".pdf": "pdf", ".json": "json"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="code of a plan (KH-kg-2021-so-yte) or of a round (DC-kg-2021-…)")
    parser.add_argument(
        "--period", metavar="P", required=True, help="2021-06, 2021-Q3, 2021-H1, 2021, 2021-2025, or key of a phase"
    )
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="file to write: .docx, .pdf or .json")


def run(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.ground.command import Refused
    from phoihop.ground.powers import NotVisible
    from phoihop.reviews.commands import write_out

    target = Path(options.output)
    kind = KINDS.get(target.suffix.lower())
    if kind is None:
        raise WrongInput([f"-o: {target.name} phải có đuôi .docx, .pdf hoặc .json; chưa ghi gì"])
    console = Actor.system("administrator-console")
    try:
        written = write_out(source=options.plan, period=options.period, kind=kind, by=console, at=clock.now())
    except NotVisible:
        raise WrongInput([f"PLAN: không có kế hoạch hoặc đợt nào mang mã {options.plan}; chưa ghi gì"]) from None
    except Refused as refused:
        raise WrongInput([f"--period: {refused}"]) from None
    _write(target, written.content)
    said = {
        "file": str(target),
        "bytes": len(written.content),
        "sha256": hashlib.sha256(written.content).hexdigest(),
        "title": written.title,
        "review": written.review,
        "version": written.number,
        "state": written.state,
        "report": written.report,
    }
    where = f"{written.review}, bản {written.number}" if written.review else f"{written.report}, chưa mở sơ kết"
    out.data(said, [f"{target}: {written.title} ({where})"])
    return OK


def _write(target: Path, content: bytes) -> None:
    """All of it or nothing: a reader never finds half a file."""
    half = target.with_name(f".{target.name}.part")
    try:
        half.write_bytes(content)
        half.replace(target)
    except OSError as trouble:
        half.unlink(missing_ok=True)
        raise WrongInput([f"-o: không ghi được {target}: {trouble.strerror}"]) from trouble
