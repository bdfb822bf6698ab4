"""phoihop register: files into the register of a unit, past the secrecy guard. May be stopped and run again."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phoihop.site.acting import person_or_console
from phoihop.site.cli.guard import check_files, gravest, plain
from phoihop.site.commandline import Out, WrongInput

if TYPE_CHECKING:
    from phoihop.ground.actor import Actor

HELP = "files into the register, those that are in passed over; exit 3 when one was refused, 4 when one is held"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--topic", default="", metavar="CODE", help="the dossier they belong to: VD-…, KH-…, NV-…")
    parser.add_argument("--as", dest="username", metavar="USER", help="as this person, for the own unit")
    parser.add_argument("--unit", metavar="CODE", help="for this unit (DV-kg-so-yte); else the topic's partner")
    parser.add_argument("--draft", action="store_true", help="leave them for the clerk to confirm")


def run(options: argparse.Namespace, out: Out) -> int:
    from phoihop.documents import commands
    from phoihop.ground import clock

    check_files(options.files)
    by = person_or_console(options.username)
    unit_id = _unit(options, by)
    out.say("phoihop: người chạy lệnh này xác nhận các tệp không chứa bí mật nhà nước.")
    rows: list[dict[str, Any]] = []
    for number, path in enumerate(options.files, start=1):
        out.progress(number - 1, len(options.files), path.name)
        with path.open("rb") as file, commands.spooled(file, name=path.name) as spool:
            outcome = commands.take_in(
                spool=spool,
                name=path.name,
                unit_id=unit_id,
                is_declared=True,
                about=options.topic,
                by=by,
                at=clock.now(),
            )
        if outcome.code and not options.draft:
            _register(outcome.code, path, by=by)
        rows.append(
            {
                "file": str(path),
                "code": outcome.code,
                "known": outcome.is_known,
                "held": outcome.held_id or None,
                **plain(outcome.decision, outcome.findings),
            }
        )
    out.progress(len(rows), len(rows), "")
    lines = [
        f"{row['verdict']:<9} {row['code'] or '-':<18} {row['file']}{'  (đã có)' if row['known'] else ''}"
        + (f"  {'; '.join(row['reasons'])}" if row["reasons"] else "")
        for row in rows
    ]
    out.data(rows, lines)
    return gravest(row["verdict"] for row in rows)


def _register(code: str, path: Path, *, by: Actor) -> None:
    """With what its text proposes, kept without a number of ours: numbers are given by a clerk."""
    from phoihop.documents import commands, queries
    from phoihop.ground import clock

    value = queries.document_value(by, code)
    if value.line.state != "DRAFT":
        return
    given = queries.proposed(value) | {"direction": "KEPT", "version": value.version}
    day = given.get("issued_date")
    issued = day if isinstance(day, date) else date.fromisoformat(day) if day else None
    at = clock.now()
    commands.register_document(
        code=code,
        direction="KEPT",
        system=given["system"],
        type_key=given.get("type_key", ""),
        citation=given.get("citation", ""),
        issued_date=issued if issued and issued <= at.date() else None,
        issuer=given.get("issuer", ""),
        subject=given.get("subject") or path.stem,
        signer=given.get("signer", ""),
        signer_post=given.get("signer_post", ""),
        recipients=given.get("recipients", ""),
        urgency=given["urgency"],
        by=by,
        at=at,
    )


def _unit(options: argparse.Namespace, by: Actor) -> int:
    from phoihop.ground import clock
    from phoihop.ground.powers import NotVisible
    from phoihop.organizations.queries import unit
    from phoihop.plans.queries import partner_of_code

    if options.unit:
        try:
            return unit(by, options.unit, clock.now()).line.id
        except NotVisible:
            raise WrongInput([f"--unit: không có cơ quan {options.unit}"]) from None
    if by.unit_id is not None:
        return by.unit_id
    partner = partner_of_code(options.topic) if options.topic else None
    if partner is None:
        raise WrongInput(["--topic: không thấy vấn đề hoặc kế hoạch này; hãy nói vào sổ nào bằng --unit hoặc --as"])
    return partner
