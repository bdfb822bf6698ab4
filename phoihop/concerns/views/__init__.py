"""Doors to concerns: the queue and one concern, the acts over it, personal data, routing and clocks."""

from phoihop.concerns.views import acts, items, settings, subjects

__all__ = ["acts", "items", "settings", "subjects"]
