# The web server and the ingest command, one image. What it writes is under /data; the rest may be read-only.
ARG PYTHON=3.13-slim-trixie

FROM python:${PYTHON} AS packages
COPY requirements.txt /
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r /requirements.txt

FROM python:${PYTHON}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin nearhelp \
    && install -d -o nearhelp -g nearhelp -m 0750 /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY app.py LICENSE ./
COPY directory directory
COPY ingest ingest
COPY data data
COPY templates templates
RUN /venv/bin/python -m compileall -q app.py directory ingest

ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    NEARHELP_DATA=/data \
    NEARHELP_INDEX_URL=sqlite:////data/index.sqlite \
    NEARHELP_BIND=0.0.0.0:8000
USER 10001
VOLUME /data
EXPOSE 8000
# A site that answers to its own names only must be asked by one of them.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-c", "import os, urllib.request as r; \
host = os.environ.get('NEARHELP_HOSTS', '').split(',')[0].strip().lstrip('.') or 'localhost'; \
r.urlopen(r.Request('http://127.0.0.1:8000/healthz', headers={'Host': host}), timeout=4)"]
CMD ["gunicorn", "--config", "python:directory.web.gunicorn", "app:app"]
