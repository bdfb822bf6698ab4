"""Whether the web process of this container answers; exit 1 when not. Used by the image's health check."""

import os
import sys
import urllib.error
import urllib.request

port = os.environ.get("PHOIHOP_PORT", "8000")
try:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/live", timeout=5) as answer:
        sys.exit(answer.status != 200)
except (urllib.error.URLError, TimeoutError) as error:
    sys.exit(f"no answer: {error}")
