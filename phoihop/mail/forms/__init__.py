"""Text in, plain values out."""

from phoihop.mail.forms.addresses import Add, AskLinks, HandOver, Retire
from phoihop.mail.forms.links import CODE, FILES, act_form

__all__ = ["CODE", "FILES", "Add", "AskLinks", "HandOver", "Retire", "act_form"]
