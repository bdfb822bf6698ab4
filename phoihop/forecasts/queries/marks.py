"""A seat's mark on one question: the same person from the same account again, and nothing more."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from phoihop.ground.actor import Actor

LENGTH = 32


def mark_of(actor: Actor, code: str) -> str:
    """Keyed by the house's secret and the question's code: marks of two questions cannot be joined. Empty: no
    account."""
    if actor.account_id is None:
        return ""
    return salted_hmac("forecasts", f"{code}:{actor.account_id}", algorithm="sha256").hexdigest()[:LENGTH]
