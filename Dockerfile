# The dashboard as an image: map libraries and packages are put in when it is built, by lock files
# with their hashes; nothing is fetched when it runs. See docs/hosting.md.

FROM node:22-bookworm-slim AS libraries
WORKDIR /libraries
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund


FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-deps --no-build-isolation -e .
COPY --from=libraries /libraries/node_modules frontend/node_modules
RUN PYTHONPATH=scripts python -c "import install_frontend; install_frontend.copy_files()" \
    && rm -rf frontend/node_modules \
    && python -m compileall -q /opt/venv/lib sahel_map pages app.py


FROM python:3.11-slim-bookworm
# The same number on every host, so that a volume belongs to the same user wherever it is mounted.
RUN groupadd --gid 10001 sahel \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin sahel \
    && install --directory --owner=10001 --group=10001 --mode=0750 /var/lib/sahel-map
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# What is written at run time: loaded datasets and copies of what the database holds, in one volume,
# and what may be lost at any time in /tmp. The rest of the file system can be read-only.
ENV PATH=/opt/venv/bin:$PATH \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp/matplotlib \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SAHEL_MAP_IMPORTS=/var/lib/sahel-map
WORKDIR /app
USER 10001:10001
VOLUME /var/lib/sahel-map
EXPOSE 8501
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-S", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/healthz', timeout=4)"]
ENTRYPOINT ["sahel-map", "serve", "--host", "0.0.0.0", "--port", "8501"]
