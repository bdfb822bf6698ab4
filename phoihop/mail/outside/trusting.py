"""Whose word for a mail server counts: the system's authorities, and those of the operator's own file."""

from __future__ import annotations

import ssl


def context(authorities: str) -> ssl.SSLContext:
    """Certificate and host name are checked, always; `authorities` is a file of more certificates, or empty."""
    made = ssl.create_default_context()
    if authorities:
        made.load_verify_locations(cafile=authorities)
    return made
