"""What ships is named where it is light to load, and does what the modules behind it do."""

import inspect
import subprocess
import sys

import pytest

from coprod.builtin.formats import formats
from coprod.builtin.readers import POLIS
from coprod.formats import csv_folder, graphml, json_release, jsonl_folder, parquet_folder, polis

WRITERS = {
    "csv": csv_folder.write_csv_folder,
    "graphml": graphml.write_graphml,
    "json": json_release.write_json,
    "jsonl": jsonl_folder.write_jsonl_folder,
    "parquet": parquet_folder.write_parquet_folder,
}


def test_the_formats():
    """They are in the order of their names, and a writer is known for each."""
    assert list(WRITERS) == [form.name for form in formats()]


@pytest.mark.parametrize("form", formats(), ids=lambda form: form.name)
def test_options_are_the_writers_own(form):
    """A format takes what the function behind it takes, with the same defaults."""
    assert inspect.signature(WRITERS[form.name]) == inspect.signature(form.write)


def test_options_are_the_readers_own():
    """So does the reader."""
    assert inspect.signature(polis.read_polis) == inspect.signature(POLIS.read)


def test_nothing_that_writes_or_reads_is_loaded():
    """To know which formats and readers there are loads none of them."""
    modules = [function.__module__ for function in (*WRITERS.values(), polis.read_polis)]
    code = (
        "import sys; import coprod; coprod.Registry.load();"
        f"print('loaded', [name for name in {modules!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "loaded []" == done.stdout.splitlines()[-1]
