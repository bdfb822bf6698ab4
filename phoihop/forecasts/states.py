"""The life of a forecast question and of a result that was proposed for it."""

QUESTION = {
    "DRAFT": {"present": "WAITING", "drop": "DROPPED"},
    "WAITING": {"return": "DRAFT", "open": "OPEN", "drop": "DROPPED"},
    "OPEN": {"close": "CLOSED", "propose": "RESOLVING"},
    "CLOSED": {"propose": "RESOLVING"},
    # an early result that does not stand leaves the question as open as it was
    "RESOLVING": {"refuse": "CLOSED", "refuse_early": "OPEN", "resolve": "RESOLVED", "annul": "ANNULLED"},
    "RESOLVED": {"dispute": "CLOSED"},
    "ANNULLED": {"dispute": "CLOSED"},
    "DROPPED": {},
}
RESOLUTION = {
    "PROPOSED": {"refuse": "REFUSED", "confirm": "CONFIRMED"},
    "CONFIRMED": {"dispute": "DISPUTED"},
    "REFUSED": {},
    "DISPUTED": {},
}
KINDS = ("YESNO", "CHOICE", "BANDS")
IN_PREPARATION = ("DRAFT", "WAITING")
UNDER_WAY = ("OPEN", "CLOSED", "RESOLVING")
OVER = ("RESOLVED", "ANNULLED")


def after(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where the table refuses it."""
    return table[state].get(act)
