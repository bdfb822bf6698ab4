"""The site's own settings, made quick and harmless for tests: a folder of their own, fast passwords, no lock-out."""

import atexit
import os
import shutil
import tempfile

# Before the settings are read: no test touches the data folder of whoever runs it.
# Workers of one run get folders inside the first process's one: they leave too abruptly to clear up after themselves.
_outer = os.environ.get("PHOIHOP_TEST_FOLDER")
_folder = tempfile.mkdtemp(prefix="phoihop-test-", dir=_outer)
if _outer is None:
    os.environ["PHOIHOP_TEST_FOLDER"] = _folder
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["PHOIHOP_DATA"] = _folder
os.environ["PHOIHOP_SECRET_KEY"] = "only-for-tests"

from phoihop.site.options import options  # noqa: E402
from phoihop.site.settings import *  # noqa: E402, F403
from phoihop.site.settings import DATABASES, LOGGING, STORAGES  # noqa: E402

if options().is_embedded:
    # A file, not memory: two people at once are two connections. A test need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}/test.sqlite3"}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
# Tables from the models, as a new database gets them; `tests/house/test_new_database.py` migrates step by step.
DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
AXES_ENABLED = False  # the test of the lock-out turns it on
LOGGING["root"]["level"] = "ERROR"
