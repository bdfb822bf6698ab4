"""How sources and stories stand."""

from __future__ import annotations

FEEDS = ("FEED", "RSS", "ATOM", "JSON_FEED", "SITEMAP")  # FEED: an address that has not been read yet
KINDS = (*FEEDS, "MAIL", "MANUAL")
ADDED = ("FEED", "MAIL", "MANUAL")  # what a person chooses; what an address holds is found out

SOURCE = {
    "ACTIVE": {"pause": "PAUSED", "break": "BROKEN", "read": "ACTIVE"},
    "BROKEN": {"pause": "PAUSED", "break": "BROKEN", "read": "ACTIVE", "resume": "ACTIVE"},
    "PAUSED": {"resume": "ACTIVE"},
}
READ = ("ACTIVE", "BROKEN")  # a broken one is still tried, ever more rarely

STORY = {
    "SHOWN": {"hide": "HIDDEN", "merge": "MERGED"},
    "HIDDEN": {"show": "SHOWN"},
    "MERGED": {"part": "SHOWN"},
}
ROBOTS = ("READ", "NONE", "CLOSED")
