"""System checks of the house."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from phoihop.ground import door, powers


@register()
def every_view_is_a_door(**kwargs: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = [
        Error(f"the view behind {name} has neither @door nor @open_door", id="phoihop.E001") for name in door.walls()
    ]
    for name, pattern in door.all_doors():
        needs = getattr(pattern.callback, "door", None)
        if needs is not None and needs not in {power.name for power in powers.all_powers()}:
            errors.append(Error(f"{name} needs {needs}, which no policy declares", id="phoihop.E002"))
    return errors
