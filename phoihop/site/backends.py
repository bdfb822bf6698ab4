"""Who a session belongs to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from phoihop.organizations.queries import signed_in_account


class Accounts(ModelBackend):
    """Django's own, with the account of a session remembered until something changes among people."""

    def get_user(self, user_id: Any) -> Any:
        user = signed_in_account(int(user_id))
        return user if user is not None and self.user_can_authenticate(user) else None
