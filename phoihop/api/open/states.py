"""How a concern's state reads in GeoReport, which knows two words: open and closed."""

CLOSED_STATES = frozenset({"ANSWERED", "PUBLISHED", "RATED", "CLOSED", "REFUSED", "MERGED", "DROPPED"})


def status_of(state: str) -> str:
    """A state nobody told us of is not finished."""
    return "closed" if state in CLOSED_STATES else "open"
