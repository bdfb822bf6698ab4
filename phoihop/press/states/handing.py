"""The life of a hand-off: who was asked answers, or says who else should."""

HANDOFF = {
    "OPEN": {"answer": "ANSWERED", "refuse": "REFUSED", "withdraw": "WITHDRAWN"},
    "ANSWERED": {"return": "OPEN", "accept": "ACCEPTED", "withdraw": "WITHDRAWN"},
    "ACCEPTED": {},
    "REFUSED": {},
    "WITHDRAWN": {},
}
LIVING = ("OPEN", "ANSWERED", "ACCEPTED")  # a second one of the same story to the same agency is the first
ASKED = ("OPEN", "ANSWERED")


def after(state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where there is no such step."""
    return HANDOFF[state].get(act)
