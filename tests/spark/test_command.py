"""`--engine spark` and `--engine duckdb` at the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coprod.cli import main

EXAMPLE = str(Path(__file__).parents[2] / "examples/citizen-led-libraries")


@pytest.fixture
def asked(tmp_path):
    """What `coprod check` says, on the engine that it reads into."""
    out = tmp_path / "expected.json"
    assert 0 == main(["check", EXAMPLE, "--only", "voice-share", "--json", str(out)])
    return json.loads(out.read_text("utf-8"))


def test_on_duckdb(asked, tmp_path):
    """The same findings."""
    out = tmp_path / "found.json"

    assert 0 == main(["check", EXAMPLE, "--only", "voice-share", "--engine", "duckdb", "--json", str(out)])
    assert asked == json.loads(out.read_text("utf-8"))


def test_on_spark_that_nobody_started(asked, tmp_path, spark_home):
    """Without a session, one on this machine is made: its clock is in UTC, and nobody else can look in."""
    out = tmp_path / "found.json"
    code = f"""\
import sys
from coprod.cli import main
code = main(["check", {EXAMPLE!r}, "--only", "voice-share", "--engine", "spark", "--json", {str(out)!r}])
from pyspark.sql import SparkSession
session = SparkSession.getActiveSession()
print(session.conf.get("spark.sql.session.timeZone"), session.sparkContext.uiWebUrl)
sys.exit(code)
"""
    env = {**os.environ, "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=env)

    assert 0 == done.returncode, done.stderr
    assert "UTC None" == done.stdout.splitlines()[-1]
    assert asked == json.loads(out.read_text("utf-8"))


def test_spark_that_does_not_start(tmp_path, spark_home):
    """What it needs is said in one line."""
    no_java = {**os.environ, "JAVA_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "coprod", "check", EXAMPLE, "--only", "voice-share", "--engine", "spark"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=no_java)

    assert 1 == done.returncode
    assert "Spark did not start. It needs Java 17 or later" in done.stderr.splitlines()[-1]
