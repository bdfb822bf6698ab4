"""libical, asked whether a calendar message is one, and whether its method's table of properties allows it."""

from __future__ import annotations

import ctypes
import ctypes.util
from functools import cache

import pytest


@cache
def library() -> ctypes.CDLL:
    name = ctypes.util.find_library("ical")
    if name is None:
        pytest.skip("libical is not on this machine: install libical3 to judge calendar messages by it")
    lib = ctypes.CDLL(name)
    lib.icalparser_parse_string.restype = ctypes.c_void_p
    lib.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    lib.icalrestriction_check.restype = ctypes.c_int
    lib.icalrestriction_check.argtypes = [ctypes.c_void_p]
    lib.icalcomponent_count_errors.restype = ctypes.c_int
    lib.icalcomponent_count_errors.argtypes = [ctypes.c_void_p]
    lib.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    lib.icalcomponent_as_ical_string.argtypes = [ctypes.c_void_p]
    lib.icalcomponent_free.argtypes = [ctypes.c_void_p]
    return lib


def judge(ics: str) -> tuple[int, bool, str]:
    """Errors met in parsing, whether the method's table allows it, and what libical makes of it."""
    lib = library()
    component = lib.icalparser_parse_string(ics.encode())
    if not component:
        return 1, False, ""
    try:
        errors = lib.icalcomponent_count_errors(component)
        is_allowed = bool(lib.icalrestriction_check(component))
        return errors, is_allowed, lib.icalcomponent_as_ical_string(component).decode()
    finally:
        lib.icalcomponent_free(component)
