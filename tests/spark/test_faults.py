"""What breaks under Spark is done again by Spark, or is said plainly."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from tests.spark.town import town

from coprod.app import check

PATIENCE = 60.0  # seconds


def executors(session) -> list[int]:
    """Return the processes that work for a session."""
    wanted = {b"org.apache.spark.executor.CoarseGrainedExecutorBackend", session.sparkContext.applicationId.encode()}
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = set((process / "cmdline").read_bytes().split(b"\0"))
        except OSError:  # it has ended
            continue
        found += [int(process.name)] if wanted <= words else []
    return found


def busy(session) -> bool:
    """Whether a stage is being worked on."""
    return bool(session.sparkContext.statusTracker().getActiveStageIds())


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are found in /proc")
def test_an_executor_is_killed(strict, monkeypatch):
    """A process that is killed in the middle takes tables with it; they are made again, and the answer is the same."""
    monkeypatch.setattr("coprod.engines.in_spark.FEW", 2)  # so that kept tables are with the executors
    project = town(5, 8, 8)
    expected, found = check(project, only=["voice-share", "being-heard"]), []
    moved = project.on("spark", strict)
    work = threading.Thread(target=lambda: found.append(check(moved, only=["voice-share", "being-heard"])))
    before = executors(strict)
    work.start()
    end = time.monotonic() + PATIENCE
    while work.is_alive() and not busy(strict) and time.monotonic() < end:
        time.sleep(0.01)
    assert busy(strict)
    os.kill(before[0], signal.SIGKILL)
    work.join()

    assert 2 == len(before)
    assert [expected.to_dict()] == [one.to_dict() for one in found]
