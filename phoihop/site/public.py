"""The web application of the public process."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "phoihop.site.public_settings"

from phoihop.site.wsgi import application, in_worker

__all__ = ["application", "in_worker"]
