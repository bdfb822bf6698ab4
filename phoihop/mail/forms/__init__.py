"""Text in, plain values out."""

from phoihop.mail.forms.addresses import Add, HandOver, Retire
from phoihop.mail.forms.links import CODE, act_form

__all__ = ["CODE", "Add", "HandOver", "Retire", "act_form"]
