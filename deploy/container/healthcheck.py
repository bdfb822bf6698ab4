"""Whether the web process of this container answers; exit 1 when not. Used by the image's health check."""

import os
import sys
import urllib.error
import urllib.request

host = os.environ.get("PHOIHOP_HOSTS", "localhost").split(",")[0].strip()
port = os.environ.get("PHOIHOP_PORT", "8000")
asked = urllib.request.Request(f"http://127.0.0.1:{port}/healthz/live", headers={"Host": host})
try:
    with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310  # its own address
        sys.exit(answer.status != 200)
except (urllib.error.URLError, TimeoutError) as error:
    sys.exit(f"no answer: {error}")
