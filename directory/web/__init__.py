"""The web application: pages for people, JSON for programs, errors answered once."""

from __future__ import annotations

from pathlib import Path

from werkzeug.middleware.proxy_fix import ProxyFix

from directory.index import open_configured
from directory.index.base import Index
from directory.language.lexicon import merged
from directory.places.gazetteer import Gazetteer
from directory.settings import Settings
from directory.web import docs, embed, health, templates, tongues
from directory.web.errors import answer_errors
from directory.web.limits import limit
from directory.web.logs import Application, log_requests
from directory.web.security import secure
from directory.web.site import EXTENSION, Clock, Site, minutes_now

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
MOST_BYTES = 64 * 1024
"""Largest body of a request: a search by POST has a few hundred characters."""


def create_app(
    settings: Settings, *, index: Index | None = None, gazetteer: Gazetteer | None = None, clock: Clock = minutes_now
) -> Application:
    """The application. Index and gazetteer are opened from the settings at first use unless given; `clock` tells the minute.

    Raises SettingsError when no engine serves the index URL or the white label is not right, VocabularyError when the
    operator's need words are not.
    """
    merged(settings.need_words)
    if index is None:
        open_configured(settings).close()
    app = Application(__name__, template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=200,
        TRUSTED_HOSTS=list(settings.hosts) or None,
    )
    app.config[tongues.LANGUAGE] = tongues.spoken(settings)
    here = app.extensions[EXTENSION] = Site(settings, index=index, gazetteer=gazetteer, clock=clock)
    app.jinja_env.filters["way"] = tongues.way
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    templates.speak(app, tongues.spoken(settings))
    log_requests(app)
    secure(app, settings)
    limit(app, settings)
    answer_errors(app)
    docs.describe(app, here.label.name)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(embed.blueprint)  # that of all pages
    app.wsgi_app = tongues.Prefixed(app.wsgi_app, tongues.spoken(settings)[1:])  # type: ignore[method-assign]  # as Flask tells to
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0, x_prefix=0)  # type: ignore[method-assign]  # as above
    return app
