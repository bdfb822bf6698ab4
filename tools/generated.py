"""Pages written from the code: docs/when.md and docs/who-may.md. `python -m tools.generated` writes, tests compare."""

from __future__ import annotations

import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Written by `python -m tools.generated`; a test fails when it is stale. -->\n\n"


def when() -> str:
    """Each event: its sentence, which rooms react in the same transaction, who is told, how long it is kept."""
    from phoihop.ground import command, sheet

    lines = ["# When something happens\n", NOTE]
    lines.append("When → who reacts (same transaction), who is told (afterwards), how long it is kept.\n\n")
    reactions = command.all_reactions()
    for room in sheet.sheets():
        if not room.says:
            continue
        lines.append(f"## {room.room}\n\n| event | sentence | reacts | told | kept |\n|---|---|---|---|---|\n")
        for event, words in room.says.items():
            reacts = ", ".join(f"{r.__module__.split('.')[1]}.{r.__name__}" for r in reactions.get(event, ()))
            told = ", ".join(sorted({n.to.__name__ for s in sheet.sheets() for n in s.tells if n.on is event}))
            keep = room.keeps.get(event, room.keep)
            kept = f"{keep.years} năm" + (f"; cá nhân: {', '.join(keep.personal)}" if keep.personal else "")
            lines.append(f"| `{event.kind()}` | {words} | {reacts} | {told} | {kept} |\n")
        lines.append("\n")
    return "".join(lines)


def who_may() -> str:
    """Each power: what it lets do, and which roles of which related unit hold it."""
    from phoihop.ground import powers
    from phoihop.ground.actor import ROLE_WORDS, Role

    def roles(held: frozenset[Role]) -> str:
        if held == frozenset(Role):
            return "mọi vị trí"
        return ", ".join(str(ROLE_WORDS[role]) for role in sorted(held))

    lines = ["# Who may\n", NOTE]
    lines.append("Power → who holds it. Over a thing, only the units related to it count; everybody else gets 404.\n\n")
    lines.append("| power | what | over | who |\n|---|---|---|---|\n")
    for power in powers.all_powers():
        who = []
        if power.everybody:
            who.append("mọi vị trí")
        if power.roles:
            who.append(roles(power.roles))
        if power.own:
            who.append(f"{roles(power.own)} (cho cơ quan mình)")
        for relation, held in power.relations.items():
            words = "địa bàn" if relation == "territory" else str(power.kind.relations[relation].words)  # type: ignore[union-attr]
            who.append(f"{words}: {roles(held)}")
        who += [f"máy `{name}`" for name in sorted(power.systems)]
        if power.causes:
            who.append("hệ quả của " + ", ".join(f"`{cause}`" for cause in sorted(power.causes)))
        lines.append(
            f"| `{power.name}` | {power.words} | {power.kind.name if power.kind else ''} | {'; '.join(who)} |\n"
        )
    return "".join(lines)


PAGES = {"docs/when.md": when, "docs/who-may.md": who_may}


def main() -> int:
    django.setup()
    from django.utils import translation

    with translation.override("vi"):
        for path, make in PAGES.items():
            (ROOT / path).write_text(make(), encoding="utf-8")
            print(path, file=sys.stderr)
    return 0


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    sys.exit(main())
