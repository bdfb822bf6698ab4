"""Phối Hợp: the coordination desk for public bodies that must work together."""

__version__ = "0.1.0"
