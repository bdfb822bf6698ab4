"""The life of a claim, of a reply to it, and of somebody's wish that a claim be checked."""

CLAIM = {
    "CHECKING": {"present": "WAITING", "drop": "DROPPED", "withdraw": "WITHDRAWN"},
    "WAITING": {"return": "CHECKING", "approve": "APPROVED", "withdraw": "WITHDRAWN"},
    "APPROVED": {"return": "CHECKING", "publish": "PUBLISHED", "withdraw": "WITHDRAWN"},
    "PUBLISHED": {"recheck": "CHECKING", "publish": "PUBLISHED", "withdraw": "WITHDRAWN"},
    "WITHDRAWN": {"recheck": "CHECKING"},
    "DROPPED": {},
}
REPLY = {
    "RECEIVED": {"show": "SHOWN", "pass_over": "PASSED_OVER"},
    "SHOWN": {},
    "PASSED_OVER": {},
}
CHECK = {
    "RECEIVED": {"open": "OPENED", "decline": "DECLINED"},
    "OPENED": {},
    "DECLINED": {},
}
IN_WORK = ("CHECKING", "WAITING", "APPROVED")
WAYS = ("MAIL", "DISPATCH", "HAND")  # how a publisher was asked for its word
CAME = ("PORTAL", "HAND")  # how a reply came in


def after(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where the table refuses it."""
    return table[state].get(act)
