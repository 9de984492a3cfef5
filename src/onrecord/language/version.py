"""Which reader made a row: the package's version, and a digest of the network it ships."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

MODEL_FOLDER = Path(__file__).parent / "model"


@cache
def package_version() -> str:
    """The version of onrecord that is installed."""
    return version("onrecord")


@cache
def model_version() -> str:
    """The reader's version, such as `0.2.0-3f9c21ab`; it changes when the rules or the network do."""
    digest = hashlib.sha256()
    for name in ("reader.onnx", "reader.json", "tokenizer.json"):
        digest.update((MODEL_FOLDER / name).read_bytes())
    return f"{package_version()}-{digest.hexdigest()[:8]}"
