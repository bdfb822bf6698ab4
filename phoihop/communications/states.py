"""The lives of what is said outward: acts not listed under a state are refused in it."""

ARTICLE = {
    # What is out may be withdrawn at any time, also while a new version of it is under way.
    "DRAFT": {"send": "SENT", "drop": "DROPPED", "restore": "PUBLISHED", "withdraw": "WITHDRAWN"},
    "SENT": {"return": "DRAFT", "take_back": "DRAFT", "approve": "APPROVED", "withdraw": "WITHDRAWN"},
    "APPROVED": {"publish": "PUBLISHED", "schedule": "SCHEDULED", "reopen": "DRAFT", "withdraw": "WITHDRAWN"},
    "SCHEDULED": {"publish": "PUBLISHED", "unschedule": "APPROVED", "hold": "APPROVED", "withdraw": "WITHDRAWN"},
    "PUBLISHED": {"revise": "DRAFT", "withdraw": "WITHDRAWN"},
    "WITHDRAWN": {"revise": "DRAFT"},
    "DROPPED": {},
}
CARD = {
    "DRAFT": {"send": "SENT", "drop": "DROPPED", "withdraw": "WITHDRAWN"},
    "SENT": {"return": "DRAFT", "take_back": "DRAFT", "publish": "PUBLISHED", "withdraw": "WITHDRAWN"},
    "PUBLISHED": {"revise": "DRAFT", "withdraw": "WITHDRAWN"},
    "WITHDRAWN": {"revise": "DRAFT"},
    "DROPPED": {},
}
PHOTO = {
    "KEPT": {"publish": "PUBLISHED", "withdraw": "WITHDRAWN"},
    "PUBLISHED": {"publish": "PUBLISHED", "withdraw": "WITHDRAWN"},
    "WITHDRAWN": {},
}
FEEDBACK = {
    "WAITING": {"answer": "ANSWERED", "close": "CLOSED"},
    "ANSWERED": {},
    "CLOSED": {},
}

# A release: the text is written, put before its approvers and the holders, approved by two people, kept back for some
# minutes in which either may take it back, and then goes out by itself. Changed after that it takes the same way again.
RELEASE = {
    "DRAFT": {"present": "PRESENTED", "drop": "DROPPED", "restore": "PUBLISHED"},
    "PRESENTED": {"approve": "PRESENTED", "release": "RELEASING", "return": "DRAFT", "drop": "DROPPED"},
    "RELEASING": {"take_back": "PRESENTED", "publish": "PUBLISHED", "hold": "PRESENTED"},
    "PUBLISHED": {"revise": "DRAFT", "withdraw": "WITHDRAWN"},
    "WITHDRAWN": {},
    "DROPPED": {},
}
RELEASE_EVENTS = ("JUDGMENT_READ", "DECISION_ANNOUNCED", "PROSECUTION_DECIDED", "INDICTMENT_SERVED", "TRIAL_SET")
BULLETIN = {
    "DRAFT": {"issue": "ISSUED", "drop": "DROPPED"},
    "ISSUED": {"recall": "RECALLED"},
    "RECALLED": {},
    "DROPPED": {},
}
SHARE = {
    "DELIVERED": {"acknowledge": "ACKNOWLEDGED"},
    "ACKNOWLEDGED": {},
}
RECORD = {
    "PUBLISHED": {"publish": "PUBLISHED", "withdraw": "WITHDRAWN"},
    "WITHDRAWN": {"publish": "PUBLISHED"},
}
CONFERENCE = {
    "DRAFT": {"call": "CALLED", "drop": "DROPPED"},
    "CALLED": {"call": "CALLED", "hold": "HELD", "cancel": "CANCELLED"},  # called again: outlets that came later
    "HELD": {},
    "CANCELLED": {},
    "DROPPED": {},
}
CONFERENCE_RECORD = {
    "NONE": {"write": "DRAFT"},
    "DRAFT": {"write": "DRAFT", "approve": "APPROVED"},
    "APPROVED": {},
}

WRITABLE = ("DRAFT",)
WORKED_ON = ("DRAFT", "SENT", "APPROVED", "SCHEDULED")  # of an article or card: the desk still has something to do


def after(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where the table refuses it."""
    return table[state].get(act)
