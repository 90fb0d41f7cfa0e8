"""The WSGI entry: `gunicorn -c directory/web/gunicorn.py app:app`."""

import sys

from directory.errors import SettingsError
from directory.settings import Settings
from directory.web import create_app
from directory.web.logs import configure

try:
    settings = Settings.from_environ()
    app = create_app(settings)
except SettingsError as error:
    sys.exit(str(error))
configure(settings.log_level)
