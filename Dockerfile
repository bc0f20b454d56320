# One image for web, worker, index server and scripts:
#   docker build -t reply-router .
#   docker build -t reply-router --build-arg EXTRA_WHEELS=URL .    (an index that has torch without CUDA: much smaller)
FROM python:3.11-slim-bookworm AS wheels
ARG EXTRA_WHEELS=""
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
      ${EXTRA_WHEELS:+--extra-index-url "$EXTRA_WHEELS"} -r requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH="/opt/venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HF_HUB_OFFLINE=1 VAR_DIR=/data
RUN useradd --create-home --uid 10001 router && mkdir /data && chown router /data
COPY --from=wheels /opt/venv /opt/venv
WORKDIR /app
COPY router router
COPY retrieval retrieval
COPY rules rules
COPY templates templates
COPY kb kb
USER 10001
VOLUME /data
EXPOSE 8080
# Of web; deploy/compose.yaml gives the worker its own. SIGTERM ends each with what it has in hand.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["python", "-m", "router", "web"]
