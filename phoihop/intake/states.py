"""What comes in, how, and what becomes of it."""

WHATS = (
    "CONCERN",  # a new concern: room `concerns`
    "MORE",  # what its raiser adds when asked
    "REOPEN",
    "RATING",
    "FEEDBACK",  # a reader's word on a publication: room `communications`
    "REPLY",  # the right of reply to a correction: room `corrections`
    "CLAIM",  # somebody asks for a claim to be checked: room `corrections`
    "DATA",  # what is kept about me, put it right, erase it: room `concerns`
)
FLAGS = (  # why a person should look first
    "no-work",  # sent without script, or by a program
    "quick",  # faster than a person writes
    "links",
    "repeats",  # the same words again and again, or the same text as before
    "channel",  # worded like a complaint or denunciation; its writer says it is only a reflection
)
CHANNELS = ("form", "open311", "mail", "phone", "letter", "desk")
BY_OFFICERS = frozenset({"phone", "letter", "desk"})  # written down by somebody of the house
STATES = ("WAITING", "TAKEN", "DROPPED")
PREFIXES = {"CONCERN": "PA"}  # of the codes; everything else is TN
