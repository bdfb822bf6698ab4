"""phoihop due: what is due or late on a day, with owner, clause and explanation."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from phoihop.site.commandline import OK, Out, WrongInput

HELP = "what is due or late on a day, with owner, clause and the explanation of the date"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--unit", metavar="KEY", help="only what this unit owes (so-yte, or kg/so-yte, or DV-kg-so-yte)"
    )
    parser.add_argument("--on", metavar="DATE", help="as it stood on this day (2021-08-02) instead of today")
    parser.add_argument("--within", metavar="DAYS", type=int, default=0, help="also what falls due in so many days")


def run(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.obligations import queries

    console = Actor.system("administrator-console")
    on = _day(options.on) if options.on else clock.local_date(clock.now())
    if not 0 <= options.within <= 3660:
        raise WrongInput(["--within: từ 0 đến 3660 ngày"])
    unit_id = _unit(options.unit) if options.unit else None
    rows = [_row(line, on) for line in queries.due_list(console, on, unit_id=unit_id, within_days=options.within)]
    columns = {
        "due": "hạn",
        "status": "tình trạng",
        "unit": "cơ quan",
        "clause": "điều khoản",
        "code": "mã",
        "title": "việc",
        "explanation_text": "cách tính",
    }
    out.table(rows, columns)
    return OK


def _row(line: Any, on: date) -> dict[str, Any]:
    from phoihop.obligations import queries

    row = line.row
    explanation = queries.read_explanation(line.explanation)
    said = queries.explanation_in_words(explanation) if explanation else ()
    status = "late" if row.due_date < on else "due" if row.due_date == on else "coming"
    return {
        "code": row.code,
        "title": row.title,
        "unit": line.unit_key,
        "unit_name": line.unit,
        "entitled": line.entitled,
        "duty": row.duty,
        "clause": row.clause,
        "source": row.source,
        "dossier": row.dossier,
        "stage": row.stage,
        "due": row.due_date.isoformat(),
        "status": status,
        "state": row.state,
        "working_days": row.distance,
        "illustration": row.is_illustration,
        "explanation_text": "; ".join(f"{name}: {text}" for name, text in said),
        "explanation": json.loads(line.explanation) if line.explanation else None,
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongInput([f"--on: {text} không phải ngày dạng 2021-08-02"]) from None


def _unit(text: str) -> int:
    from phoihop.ground.actor import Actor
    from phoihop.organizations import queries

    console = Actor.system("administrator-console")
    key = text.removeprefix("DV-")
    territory, _sep, rest = key.partition("-" if key != text else "/")
    slugs = [territory] if rest else [t.slug for t in queries.territories()]
    found = [one for slug in slugs for one in queries.units_by_keys(console, slug, [rest or key]).values()]
    if len(found) != 1:
        raise WrongInput([f"--unit: có {len(found)} cơ quan mang khóa {text}; hãy ghi dạng kg/so-yte"])
    return found[0].id
