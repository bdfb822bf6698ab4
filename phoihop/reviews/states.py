"""The life of a review, of a party's part in it, and of a lesson. Acts not listed under a state are refused in it."""

REVIEW = {
    "DRAFT": {"gather": "GATHERING", "recall": "RECALLED"},
    "GATHERING": {"present": "SIGNING", "recall": "RECALLED"},
    "SIGNING": {
        "reopen": "GATHERING",
        "settle": "SIGNED",
        "settle_with_dissent": "SIGNED_WITH_DISSENT",
        "recall": "RECALLED",
    },
    "SIGNED": {"recall": "RECALLED"},
    "SIGNED_WITH_DISSENT": {"recall": "RECALLED"},
    "RECALLED": {},
}
PART = {
    "OPEN": {"hand_in": "HANDED_IN", "count": "ACCEPTED"},  # the lead's own part counts as it is handed in
    "HANDED_IN": {"accept": "ACCEPTED", "return": "RETURNED"},
    "RETURNED": {"hand_in": "HANDED_IN", "count": "ACCEPTED", "return": "RETURNED"},
    "ACCEPTED": {"return": "RETURNED"},
}
LESSON = {
    "PROPOSED": {"take_up": "TAKEN_UP", "refuse": "REFUSED", "withdraw": "WITHDRAWN"},
    "TAKEN_UP": {},
    "REFUSED": {},
    "WITHDRAWN": {},
}

WRITTEN = ("DRAFT", "GATHERING", "SIGNING")  # the text may still be compiled anew
FINISHED = ("SIGNED", "SIGNED_WITH_DISSENT")
WRITABLE = ("OPEN", "RETURNED")  # of a part


def after(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where the table refuses it."""
    return table[state].get(act)
