"""Addresses of the APIs: the open one."""

from phoihop.api.open.urls import urlpatterns

__all__ = ["urlpatterns"]
