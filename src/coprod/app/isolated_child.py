"""
The process of its own in which a format writes: run as a script by `coprod.formats.isolated`, never imported.

It is started with nothing: no environment, no packages, an empty folder to work in. On its input stand the job and the
release; on its output it says frames. What the format prints goes nowhere, and of an error only its kind is told.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coprod.formats.spec import ExportFormat
    from coprod.release import Release


def main() -> None:
    """Read a job, do it, say how it went."""
    os.environ.clear()  # Python puts the kind of text there, even where there was nothing
    job, data = _given()
    said = _own_output()
    sys.path.extend(job["paths"])
    from coprod.formats.isolated_frames import FAILED, send

    why = "start"
    try:
        _limit(job)
        form, release = _found(job, data)
        why = "format"
        _write(said, form, release, job["options"])
    except BaseException as error:  # noqa: BLE001  # also what was meant to end the process
        send(said, FAILED, data=f"{_reason(why, error)} {type(error).__name__}".encode()[:200])
    os._exit(0)  # whatever the format left running


def _given() -> tuple[dict[str, Any], bytes]:
    """Return the job and the release; the input is closed after that."""
    text = sys.stdin.buffer.read()
    length = int.from_bytes(text[:8], "big")
    return json.loads(text[8 : 8 + length]), text[8 + length :]


def _own_output() -> int:
    """Return where frames go; what anybody prints from now on, C code and children included, goes nowhere."""
    said = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return said


def _limit(job: dict[str, Any]) -> None:
    """Take what the process may use; what it starts gets no more."""
    import resource
    import signal
    import tempfile

    tempfile.tempdir = str(Path.cwd())  # it is removed at the end
    seconds = int(job["seconds"]) + 10
    signal.alarm(seconds)  # where nobody is left who would end it
    wanted = {"CORE": 0, "CPU": seconds, "FSIZE": job["size"], "AS": job["memory"]}
    for name, most in wanted.items():
        number = getattr(resource, f"RLIMIT_{name}", None)
        if number is not None and most is not None:
            _, hard = resource.getrlimit(number)
            most_there = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(number, (most_there, most_there))


def _found(job: dict[str, Any], data: bytes) -> tuple[ExportFormat, Release]:
    from coprod.formats.release_bytes import from_bytes
    from coprod.registry import Registry

    registry = Registry.load(*job["plugins"])
    return registry.export_format(job["form"]), from_bytes(data, registry.kinds)


def _write(said: int, form: ExportFormat, release: Release, options: dict[str, Any]) -> None:
    from coprod.formats.isolated_frames import BEGIN, END, FarSink, send

    send(said, BEGIN, int(form.folder))
    sink = FarSink(said, folder=form.folder)
    form.write(release, sink, **options)
    sink.close()
    send(said, END)


def _reason(why: str, error: BaseException) -> str:
    """Return in one word what failed: the format, or before it what it needs."""
    from coprod.errors import InvalidInput, NotFound, PluginError

    if why == "start":
        reasons = {NotFound: "unknown", PluginError: "plugin", InvalidInput: "release"}
        return next((word for kind, word in reasons.items() if isinstance(error, kind)), why)
    return why


if __name__ == "__main__":
    main()
