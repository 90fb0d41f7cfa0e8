"""The WSGI entry: `gunicorn app:app`."""

from directory.settings import Settings
from directory.web import create_app
from directory.web.logs import configure

settings = Settings.from_environ()
configure(settings.log_level)
app = create_app(settings)
