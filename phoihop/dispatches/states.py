"""The life of a dispatch, and of its share that goes to one recipient."""

DISPATCH = {
    "CREATED": {"send": "SENT"},
    "SENT": {"recall": "RECALLED", "ask_recall": "RECALLING", "replace": "REPLACED"},
    "RECALLING": {"recall": "RECALLED", "keep": "SENT"},  # those who took it on are asked to give it back
    "RECALLED": {},
    "REPLACED": {},
}

# CREATED waits for the sender, who hands over a printed letter or a link; SENDING for the machine.
_UNREACHED = {"send": "SENDING", "prepare": "CREATED", "deliver": "DELIVERED", "recall": "RECALLED"}
RECIPIENT = {
    "CREATED": _UNREACHED,
    "SENDING": {**_UNREACHED, "delay": "DELAYED", "fail": "FAILED"},
    "DELAYED": {**_UNREACHED, "fail": "FAILED"},
    "FAILED": _UNREACHED,
    "DELIVERED": {
        "acknowledge": "ACKNOWLEDGED",
        "refuse": "REFUSED",
        "recall": "RECALLED",
        "fail": "FAILED",  # a mail taken by the next server came back
        "send": "SENDING",  # nobody answers: another way is tried
        "prepare": "CREATED",
    },
    "ACKNOWLEDGED": {"recall": "RECALLED"},  # only with the office's consent
    "REFUSED": {},
    "RECALLED": {},
}
# What an office answers when it is asked to give back a letter it has taken on.
RECALL = {
    "": {"ask_recall": "ASKED"},
    "ASKED": {"agree": "AGREED", "decline": "DECLINED"},
    "AGREED": {},
    "DECLINED": {},
}
# How far the office says it is with a letter it has taken on.
HANDLING = {
    "": {"assign": "ASSIGNED", "process": "DOING", "complete": "DONE"},
    "ASSIGNED": {"process": "DOING", "complete": "DONE"},
    "DOING": {"complete": "DONE"},
    "DONE": {},
}

UNREACHED = ("CREATED", "SENDING", "DELAYED", "FAILED")  # the machine cannot say that the office has it
WAITING = (*UNREACHED, "DELIVERED")  # the office has not answered yet
ANSWERED = ("ACKNOWLEDGED", "REFUSED")
