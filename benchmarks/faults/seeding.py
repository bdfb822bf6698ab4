"""Run over a fresh sample: offices get addresses, the queue is emptied, and what clients need to know is printed."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")

BY_MAIL = ("DV-kg-tinh-uy", "DV-kg-btv-tinh-uy", "DV-vn-btg-tw", "DV-vn-ban-bi-thu")  # nobody there has an account
ASKS_LINKS = ("DV-kg-so-tttt", "DV-kg-ta-tinh", "DV-kg-vks-tinh", "DV-kg-hdnd-tinh")
PEOPLE = {
    "DV-kg-btg-tinh-uy": ("an", "binh"),
    "DV-kg-vp-tinh-uy": ("vptu-dau-moi", "vptu-duyet"),
    "DV-kg-hdnd-tinh": ("hdnd-dau-moi", "hdnd-duyet"),
    "DV-kg-ubnd-tinh": ("ubnd-dau-moi", "ubnd-duyet"),
    "DV-kg-vks-tinh": ("vks-dau-moi", "vks-duyet"),
    "DV-kg-ta-tinh": ("toaan-dau-moi", "toaan-duyet"),
    "DV-kg-so-nnptnt": ("sonn-dau-moi", "sonn-duyet"),
    "DV-kg-so-tttt": ("sotttt-dau-moi", "sotttt-duyet"),
    "DV-kg-so-yte": ("chi", "soyte-duyet"),
}  # who does the work, and who approves


def main() -> int:
    from phoihop.site.commandline import Out, start_django

    start_django()
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.mail import commands as mail
    from phoihop.organizations import commands as organizations
    from phoihop.organizations.queries import unit_number
    from phoihop.site.cli import attend

    at, loader, console = clock.now(), Actor.system("loader"), Actor.system("administrator-console")
    offices = []
    for code in (*BY_MAIL, *ASKS_LINKS):
        unit = unit_number(loader, code)
        post = organizations.create_post(unit_id=unit, title="Văn thư hộp thư", by=loader, at=at).post_id
        box = f"{code.lower()}@example.org"
        added = mail.add_address(unit_id=unit, address=box, owner_post_id=post, is_confirmed=True, by=loader, at=at)
        if code in ASKS_LINKS:
            mail.ask_for_links(code=added.code, asks=True, version=None, by=console, at=at)
        offices.append(unit)
    sys.stdout, true_out = sys.stderr, sys.stdout
    attend.run(Namespace(once=True), Out(is_json=False))
    sys.stdout = true_out
    print(json.dumps(_facts(offices), ensure_ascii=False))
    return 0


def _facts(offices: list[int]) -> dict[str, Any]:
    from django.conf import settings

    from benchmarks.faults import judging
    from phoihop.ground import clock
    from phoihop.ledger.commands import seal
    from phoihop.ledger.queries import verify_stored
    from phoihop.mail.models import OutMail
    from phoihop.obligations.models import Obligation
    from phoihop.site.serve import sample_accounts

    rows = Obligation.rows.select_related("lead", "entitled").order_by("code")
    obligations = [
        {
            "code": row.code,
            "state": row.state,
            "due": row.due_date.isoformat() if row.due_date else "",
            "owes": PEOPLE[row.lead.code][0],
            "is_owed": PEOPLE[row.entitled.code][1],
        }
        for row in rows
        if row.lead.code in PEOPLE and row.entitled.code in PEOPLE
    ]
    seal(at=clock.now())
    return {
        "obligations": obligations,
        "offices": offices,
        "people": sorted({name for pair in PEOPLE.values() for name in pair} | {"giang"}),
        "password": sample_accounts(settings.PHOIHOP_DATA)[0]["password"],
        "head": verify_stored().head,
        "known": sorted(judging.Judge({}).invariants()),  # a sample is no reason to blame a night
        "ailing": judging.ailing(),
        "mails": list(OutMail.rows.values_list("message_id", flat=True)),  # left as files, before there was a server
    }


if __name__ == "__main__":
    sys.exit(main())
