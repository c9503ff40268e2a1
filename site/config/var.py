"""Where the program writes: one folder, `var/` or what HUTONG_VAR names, and nowhere else."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("HUTONG_VAR") or ROOT / "var").resolve()

_SECRET_BYTES = 64


def var_folder(name: str) -> Path:
    """`var/<name>`, made if missing, readable by its owner alone."""
    folder = VAR / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def kept_secret(name: str) -> str:
    """A random secret made at first use and kept in `var/secrets/<name>` (mode 0600)."""
    path = var_folder("secrets") / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(_SECRET_BYTES))
    return path.read_text().strip()
