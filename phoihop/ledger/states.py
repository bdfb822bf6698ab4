"""The life of a delivery."""

DELIVERY = {
    "WAITING": {"claim": "RUNNING"},
    "RUNNING": {"claim": "RUNNING", "finish": "DONE", "fail": "WAITING", "give_up": "DEAD"},
    "DEAD": {"retry": "WAITING"},
    "DONE": {},
}

LEASE_SECONDS = 60
MOST_ATTEMPTS = 8


def back_off_seconds(attempts: int) -> int:
    """2, 4, 8 ... seconds, at most one hour."""
    return min(3600, 1 << min(attempts, 12))
