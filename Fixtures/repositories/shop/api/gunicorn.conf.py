"""Settings of the API's server."""

import os

bind = "0.0.0.0:8000"
worker_class = "uvicorn.workers.UvicornWorker"
workers = int(os.environ.get("WORKERS", "4"))

# Exports of large orders take their time.
graceful_timeout = 60
timeout = 120
