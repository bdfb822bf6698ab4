"""Counts, days, published methods, what an alarm may watch, and how well it did. Pure."""
