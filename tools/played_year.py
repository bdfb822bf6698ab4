"""What the pictures of looking back need: a year worked through, its review signed, a restructuring looked at.

Run by tools/screens.py over a data folder of its own: python -m tools.played_year STAGE
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")

import django

django.setup()

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date, now
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Obligation
from phoihop.organizations import queries as organizations
from phoihop.plans import commands as plans
from phoihop.plans.models import Plan
from phoihop.reviews import commands
from phoihop.reviews.models import Lesson, Part, Review

BUILDER = Actor.system("sample-builder")
LEAD = "an", "binh"
PARTNERS = {  # unit -> who writes, who signs
    "so-yte": ("chi", "soyte-duyet"),
    **{
        key: (f"{start}-dau-moi", f"{start}-duyet")
        for key, start in (
            ("so-nnptnt", "sonn"),
            ("so-tttt", "sotttt"),
            ("ubnd-tinh", "ubnd"),
            ("hdnd-tinh", "hdnd"),
            ("vks-tinh", "vks"),
            ("ta-tinh", "toaan"),
            ("vp-tinh-uy", "vptu"),
        )
    },
}
LESSON = "Gửi tài liệu trước cuộc họp ba ngày làm việc"
DISSENT = "Đề nghị chỉ công bố số vụ án sau khi có kết luận cuối cùng."


def person(username: str) -> Actor:
    number = organizations.account_ids([username])[username]
    return organizations.actor_of(number, None, now())


def work_through(first: date, last: date) -> None:
    """Of what was due in these days most is kept in time, some late, some left."""
    owed_then = Obligation.rows.filter(due_date__gte=first, due_date__lte=last, state="OPEN")
    for place, owed in enumerate(owed_then.order_by("due_date", "pk")):
        if place % 6 == 5 or owed.due_date is None:
            continue
        day = owed.due_date + timedelta(days=4 if place % 6 == 2 else -1)
        at = now() - timedelta(days=(local_date(now()) - min(day, last)).days)
        code = owed.code
        obligations.hand_in_obligation(
            code=code,
            statement="Đã làm",
            reference=f"{place + 1}/BC",
            without_support_reason="Không cần",
            missing_reason="Đã gửi bản giấy",
            by=BUILDER,
            at=at,
        )
        obligations.accept_obligation(code=code, by=BUILDER, at=at + timedelta(hours=1))


def review() -> None:
    """15 December 2021: the clock has opened the review of the year; the parties write, it is put to be signed."""
    code = Review.rows.get(scope="programme", year=2021).code
    commands.gather_parts(code=code, parts_due=None, version=None, by=person(LEAD[0]), at=now())
    for part in Part.rows.filter(review__code=code).select_related("unit").order_by("pk"):
        key = part.unit.key
        who = PARTNERS.get(key, LEAD)[0]
        words = {"result": "Đã phối hợp đủ các việc trong kỳ.", "proposal": "Gửi tài liệu sớm hơn."}
        by, unit_id, at = person(who), part.unit_id, now()
        commands.write_part(code=code, unit_id=unit_id, texts=words, version=None, by=by, at=at)
        if key == "so-yte":
            commands.propose_lesson(code=code, unit_id=unit_id, kind="DUE_RULE", text=LESSON, by=by, at=at)
        commands.hand_in_part(code=code, unit_id=unit_id, version=None, by=by, at=at)
        if key in PARTNERS:
            commands.accept_part(code=code, unit_id=unit_id, version=None, by=person(LEAD[0]), at=at)
    commands.present_review(code=code, missing_reason="", version=None, by=person(LEAD[0]), at=now())
    for key in ("so-nnptnt", "ta-tinh"):
        sign(code, key)
    number = Review.rows.get(code=code).number
    by = person(PARTNERS["vks-tinh"][1])
    commands.dissent_from_review(code=code, unit_id=by.unit_id or 0, number=number, text=DISSENT, by=by, at=now())


def sign(code: str, key: str) -> None:
    by = person(PARTNERS.get(key, LEAD)[1])
    number = Review.rows.get(code=code).number
    commands.sign_review(code=code, unit_id=by.unit_id or 0, number=number, by=by, at=now())


def settle() -> None:
    """January 2022: all have signed, the lesson is answered, the next round is called."""
    row = Review.rows.get(scope="programme", year=2021)
    for key in (*(key for key in PARTNERS if key not in ("so-nnptnt", "ta-tinh", "vks-tinh")), "btg-tinh-uy"):
        sign(row.code, key)
    for lesson in Lesson.rows.filter(review=row):
        commands.answer_lesson(
            code=row.code,
            number=lesson.number,
            is_taken_up=True,
            into=Plan.rows.select_related("agreement").get(year=2021, partner__key="so-yte").agreement.code,
            text="Sửa khi gia hạn quy chế.",
            version=None,
            by=person(LEAD[0]),
            at=now(),
        )
    by = person(LEAD[0])
    plans.call_round(lead_id=by.unit_id or 0, year=2022, answer_by=date(2022, 1, 31), by=by, at=now())


def main(words: list[str]) -> int:
    stages = {
        "work": lambda: work_through(date.fromisoformat(words[1]), date.fromisoformat(words[2])),
        "review": review,
        "settle": settle,
    }
    stages[words[0]]()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
