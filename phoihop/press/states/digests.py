"""The life of one press digest."""

DIGEST = {
    "DRAFT": {"approve": "APPROVED", "drop": "DROPPED", "issue": "ISSUED"},
    "APPROVED": {"return": "DRAFT", "issue": "ISSUED", "drop": "DROPPED"},
    "ISSUED": {},
    "DROPPED": {},
}
KEPT = ("DRAFT", "APPROVED", "ISSUED")  # what it quotes is not quoted again
MADE = ("CLOCK", "HAND")


def after(state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where there is no such step."""
    return DIGEST[state].get(act)
