"""The life of an alarm setting, of an alert, and of a unit's part in its working group."""

ALARM = {
    "ON": {"stop": "OFF"},
    "OFF": {"start": "ON"},
}
ALERT = {
    "OPEN": {"take": "IN_WORK", "close": "CLOSED"},
    "IN_WORK": {"close": "CLOSED"},
    "CLOSED": {},
}
PART = {
    "INVITED": {"accept": "ACCEPTED", "decline": "DECLINED"},
    "ACCEPTED": {"decline": "DECLINED"},
    "DECLINED": {"accept": "ACCEPTED"},
}
UNDER_WAY = ("OPEN", "IN_WORK")
OUTCOMES = ("TRUE", "FALSE", "TOO_LATE")


def after(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where the table refuses it."""
    return table[state].get(act)
