"""The life of a meeting, of one occasion of it, of a unit's answer, of a counter-proposal and of minutes."""

MEETING = {
    "DRAFT": {"invite": "INVITED", "cancel": "CANCELLED"},
    "INVITED": {"cancel": "CANCELLED"},
    "CANCELLED": {},
}

OCCURRENCE = {
    "PLANNED": {"cancel": "CANCELLED", "hold": "HELD"},
    "HELD": {},
    "CANCELLED": {},
}

ANSWER = ("NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED")  # PARTSTAT of RFC 5545
GIVEN = ANSWER[1:]

COUNTER = {"OPEN": {"accept": "ACCEPTED", "decline": "DECLINED"}, "ACCEPTED": {}, "DECLINED": {}}

MINUTES = {
    "NONE": {"write": "DRAFT"},
    "DRAFT": {"write": "DRAFT", "approve": "APPROVED"},
    "APPROVED": {},
}


def is_coming(state: str, delegate_state: str) -> bool:
    """Whether somebody of the unit is coming, as far as it has said."""
    return state == "ACCEPTED" or (state == "DELEGATED" and delegate_state == "ACCEPTED")
