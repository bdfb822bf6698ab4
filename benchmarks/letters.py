"""Official letters: how many are set a second as DOCX and PDF, and how many are also judged and kept.

    PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.letters [--letters N]

DIR is a data folder that holds units (`./run --data DIR --empty sample build`); the letters it issues stay there, so
take a copy. One process, one after the other, as the worker does it. One JSON line per figure.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime

BODY = (
    "Thực hiện Quy chế phối hợp trong công tác thông tin, tuyên truyền, đề nghị cơ quan thực hiện các nội dung sau:",
    *(f"{number}. Cung cấp số liệu, tài liệu theo danh mục trước ngày 15 hằng tháng." for number in range(1, 13)),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=50)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django

    django.setup()
    from phoihop.documents import commands as documents
    from phoihop.ground.actor import Actor
    from phoihop.organizations.queries import units
    from phoihop.reporting.commands import compose_letter
    from phoihop.reporting.queries import blank_letter

    at, works = datetime.now(UTC), Actor.system("document-works")
    unit = units(Actor.system("administrator-console"), at)[0]
    blank = blank_letter(unit.id, at)
    sender = Actor.system("sample-builder").through("dispatch.send")
    for addressees in (1, 40):
        names = tuple(f"Ủy ban nhân dân xã thứ {number}" for number in range(1, addressees + 1))
        letter = replace(blank, body=BODY, addressees=names)
        issued = [
            documents.issue_paper(
                unit_id=unit.id,
                system=blank.system,
                type_key="CV",
                organ=blank.symbol,
                subject="Phối hợp thông tin",
                key=uuid.uuid4().hex,
                is_illustration=True,
                by=sender,
                at=at,
            )
            for _n in range(options.letters)
        ]
        letters = [
            replace(letter, subject=f"Phối hợp thông tin lần {at_letter}", number=paper.citation, is_illustration=True)
            for at_letter, paper in enumerate(issued)
        ]
        compose_letter(letter=letters[0], by=works, at=at)  # fonts are read once a process
        start, cpu = time.perf_counter(), time.process_time()
        made = [compose_letter(letter=one, by=works, at=at) for one in letters]
        say("set", addressees, len(made), time.perf_counter() - start, time.process_time() - cpu)
        start, cpu = time.perf_counter(), time.process_time()
        for paper, composed in zip(issued, made, strict=True):
            documents.keep_written(code=paper.code, docx=composed.docx, pdf=composed.pdf, by=works, at=at)
        say("judged and kept", addressees, len(made), time.perf_counter() - start, time.process_time() - cpu)
    return 0


def say(figure: str, addressees: int, count: int, seconds: float, cpu: float) -> None:
    value = {
        "figure": figure,
        "addressees": addressees,
        "letters": count,
        "per_second": round(count / seconds, 1),
        "cpu_ms_each": round(cpu / count * 1000, 1),
    }
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    sys.exit(main())
