"""States of addresses, of mails that go out and of mails that came in: state -> verb -> next state."""

ADDRESS = {
    "UNCONFIRMED": {"confirm": "CONFIRMED", "retire": "RETIRED"},
    "CONFIRMED": {"retire": "RETIRED"},
    "RETIRED": {},
}
OUT = {
    "QUEUED": {"claim": "SENDING"},
    "SENDING": {"send": "SENT", "delay": "DELAYED", "fail": "FAILED"},
    "DELAYED": {"claim": "SENDING"},
    "SENT": {"bounce": "FAILED"},  # a report of the other side, read later
    "FAILED": {},
}
WAITING = ("QUEUED", "DELAYED")
IN = {
    "HANDLING": {"finish": "HANDLED", "take over": "HANDLING"},  # the act is under way; taken over when its doer died
    "HANDLED": {},
    "IGNORED": {},
}
