"""The life of a document, and of a file that waits for two people."""

DOCUMENT = {
    "DRAFT": {"register": "REGISTERED"},  # taken in, its description proposed; a draft may also be thrown away whole
    "REGISTERED": {"recall": "RECALLED"},
    "RECALLED": {},
}

HELD = {
    "HELD": {"release": "RELEASED", "drop": "DROPPED", "expire": "EXPIRED"},
    "RELEASED": {},
    "DROPPED": {},
    "EXPIRED": {},
}

DIRECTIONS = ("IN", "OUT", "KEPT")  # incoming, outgoing, kept for reference without a number of ours
BOOKED = ("IN", "OUT")
SYSTEMS = ("STATE", "PARTY")
URGENCIES = ("NORMAL", "URGENT", "VERY_URGENT", "IMMEDIATE")  # thường, khẩn, thượng khẩn, hỏa tốc
RENDITIONS = ("ORIGINAL", "PRINTED", "SEARCHABLE", "REDACTED", "PUBLIC")
