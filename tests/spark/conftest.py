"""
One Spark session for all of these tests, made to be a hard one.

Work crosses processes: two executors beside the driver. The process's time zone is not that of any session, so that
what is read in the wrong one is seen. Where Spark or Java is absent, the tests are skipped and say so.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

HARD_ZONE = "America/New_York"  # of the processes, Python's and Java's
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # half the time: no query here is worth the second compiler
QUIET = """\
rootLogger.level = off
"""


def absent():
    """Why there is no Spark here, or nothing."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: pip install coprod[spark]"
    java = shutil.which("java") or shutil.which("java", path=f"{os.environ.get('JAVA_HOME', '')}/bin")
    if java is None or subprocess.run([java, "-version"], capture_output=True, check=False).returncode:
        return "there is no Java, which Spark needs"
    return ""


@pytest.fixture(scope="session")
def in_new_york():
    """Let this process be in another time zone than any session."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = HARD_ZONE
    time.tzset()
    yield
    del os.environ["TZ"]
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture(scope="session")
def spark_home(tmp_path_factory):
    """Where executors are told to find Spark, to work, and to say nothing."""
    if why := absent():
        pytest.skip(why)
    import pyspark

    folder = tmp_path_factory.mktemp("spark")
    quiet = folder / "log4j2.properties"
    quiet.write_text(QUIET, "utf-8")
    found = {
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(folder / "work"),  # else in the package's own folder
        "PYSPARK_PYTHON": sys.executable,
    }
    before = {name: os.environ.get(name) for name in found}
    os.environ.update(found)
    yield quiet
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture(scope="session")
def strict(in_new_york, spark_home):
    """A session as Spark 4 makes it, its clock in UTC, in a cluster of two processes beside the driver's."""
    from pyspark.sql import SparkSession

    java = f"{QUICK} -Duser.timezone={HARD_ZONE} -Dlog4j2.configurationFile={spark_home.as_uri()}"
    options = {
        "spark.driver.extraJavaOptions": java,
        "spark.executor.extraJavaOptions": java,
        "spark.executor.memory": "1g",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": str(spark_home.parent / "warehouse"),
    }
    session = SparkSession.builder.master("local-cluster[2,1,1024]").config(map=options).getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="session")
def lenient(strict):
    """Another session of the same cluster: not strict (ANSI off), its clock in London."""
    session = strict.newSession()
    session.conf.set("spark.sql.shuffle.partitions", "2")
    session.conf.set("spark.sql.ansi.enabled", "false")
    session.conf.set("spark.sql.session.timeZone", "Europe/London")
    return session
