"""Naming and ending who speaks for a unit."""

from phoihop.press.commands.naming import amend_spokesperson, end_spokesperson, name_spokesperson
from phoihop.press.commands.showing import show_spokespersons, tick

__all__ = ["amend_spokesperson", "end_spokesperson", "name_spokesperson", "show_spokespersons", "tick"]
