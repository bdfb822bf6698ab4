"""What a round, plan and topic may become. Acts not listed under a state are refused in it."""

ROUND = {
    "CALLED": {"close": "CLOSED"},
    "CLOSED": {},
}

PLAN = {
    "DRAFT": {"approve": "APPROVED", "close": "CLOSED"},
    "APPROVED": {"close": "CLOSED"},
    "CLOSED": {},
}

TOPIC = {
    "PROPOSED": {"select": "SELECTED", "drop": "DROPPED"},
    "SELECTED": {"notify": "NOTIFIED", "drop": "DROPPED", "carry": "CARRIED", "begin": "RUNNING"},
    "NOTIFIED": {"acknowledge": "ACKNOWLEDGED", "refuse": "SELECTED", "carry": "CARRIED", "begin": "RUNNING"},
    "ACKNOWLEDGED": {"begin": "RUNNING", "carry": "CARRIED"},
    # A topic that a programme file found running is notified while it runs.
    "RUNNING": {
        "notify": "RUNNING",
        "acknowledge": "RUNNING",
        "refuse": "RUNNING",
        "close": "CLOSED",
        "carry": "CARRIED",
    },
    "CLOSED": {},
    "DROPPED": {},
    "CARRIED": {},
}

ALIVE = ("PROPOSED", "SELECTED", "NOTIFIED", "ACKNOWLEDGED", "RUNNING")
CHOSEN = ("SELECTED", "NOTIFIED", "ACKNOWLEDGED", "RUNNING", "CLOSED")


def after(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where the table refuses it."""
    return table[state].get(act)


def from_states(table: dict[str, dict[str, str]], act: str) -> list[str]:
    return [state for state, acts in table.items() if act in acts]
