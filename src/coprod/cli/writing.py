"""JSON for programs: to stdout, or to a file that is whole or not there."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

__all__ = ["write_json"]


def write_json(target: str, plain: dict[str, Any] | list[dict[str, Any]]) -> None:
    """Write *plain* as JSON to a file, or to stdout where *target* is `-`."""
    from coprod.formats.replacing import replace_file

    ascii_only = target == "-" and (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    text = json.dumps(plain, indent=2, ensure_ascii=ascii_only, allow_nan=False)
    if target == "-":
        print(text)
    else:
        replace_file(Path(target), f"{text}\n".encode())
