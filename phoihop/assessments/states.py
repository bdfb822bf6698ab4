"""The life of an assessment, and of an evaluator's remark."""

ASSESSMENT = {
    "ASKED": {"accept": "WORKING", "decline": "DECLINED", "withdraw": "WITHDRAWN"},
    "DECLINED": {"ask": "ASKED", "withdraw": "WITHDRAWN"},
    "WORKING": {"present": "EVALUATING", "withdraw": "WITHDRAWN"},
    "EVALUATING": {"return": "WORKING", "pass": "EVALUATED", "withdraw": "WITHDRAWN"},
    "EVALUATED": {"return": "WORKING", "validate": "VALIDATED", "withdraw": "WITHDRAWN"},
    "VALIDATED": {"revise": "WORKING", "close": "CLOSED"},
    "CLOSED": {},
    "WITHDRAWN": {},
}
REMARK = {
    "OPEN": {"answer": "ANSWERED"},
    "ANSWERED": {"answer": "ANSWERED", "settle": "SETTLED"},
    "SETTLED": {},
}
OPEN = ("ASKED", "DECLINED", "WORKING", "EVALUATING", "EVALUATED", "VALIDATED")
STANDS = ("VALIDATED", "CLOSED")  # a head has said that it holds


def after(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where the table refuses it."""
    return table[state].get(act)
