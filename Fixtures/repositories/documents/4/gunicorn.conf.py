bind = "0.0.0.0:8000"
worker_class = "uvicorn.workers.UvicornWorker"
workers = 4
worker_tmp_dir = "/dev/shm"
graceful_timeout = 30
max_requests = 1000
