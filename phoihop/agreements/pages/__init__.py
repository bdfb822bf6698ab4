"""What the templates of this room may know."""

from phoihop.agreements.pages.agreements import (
    agreement_act,
    agreement_page,
    draft_choices,
    draft_page,
    list_page,
    sign_page,
)
from phoihop.agreements.pages.mandates import (
    mandate_act,
    mandate_choices,
    mandate_page,
    mandates_page,
    record_page,
    spread_choices,
)
from phoihop.agreements.pages.texts import (
    clause_choices,
    clause_page,
    compare_page,
    duty_choices,
    duty_page,
    ref_asked,
    text_page,
)

__all__ = [
    "agreement_act",
    "agreement_page",
    "clause_choices",
    "clause_page",
    "compare_page",
    "draft_choices",
    "draft_page",
    "duty_choices",
    "duty_page",
    "list_page",
    "mandate_act",
    "mandate_choices",
    "mandate_page",
    "mandates_page",
    "record_page",
    "ref_asked",
    "sign_page",
    "spread_choices",
    "text_page",
]
