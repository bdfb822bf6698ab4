"""The life of a dispatch, and of its share that goes to one recipient."""

DISPATCH = {
    "CREATED": {"send": "SENT"},
    "SENT": {"recall": "RECALLED"},
    "RECALLED": {},
}

RECIPIENT = {
    "CREATED": {"send": "SENT"},
    "SENT": {"deliver": "DELIVERED", "recall": "RECALLED"},
    "DELIVERED": {"acknowledge": "ACKNOWLEDGED", "refuse": "REFUSED", "recall": "RECALLED"},
    "ACKNOWLEDGED": {},
    "REFUSED": {},
    "RECALLED": {},
}

WAITING = ("SENT", "DELIVERED")  # the office has not answered yet
ANSWERED = ("ACKNOWLEDGED", "REFUSED")
