"""gunicorn -c site/gunicorn.conf.py, from any folder."""

import multiprocessing
import os
from pathlib import Path

_root = Path(__file__).resolve().parent.parent

chdir = str(_root)
pythonpath = f"{_root},{_root / 'site'}"
wsgi_app = "config.wsgi:application"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", multiprocessing.cpu_count() * 2))
preload_app = True  # Wagtail takes seconds to start: start once, then fork
# It would lie in the home folder of whoever starts the server: nothing is written outside HUTONG_VAR.
control_socket_disable = True
timeout = 120  # an export of 100,000 rows is written within one request
