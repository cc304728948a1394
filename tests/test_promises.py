"""The page of promises: every test that it names is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "explanation" / "what-we-promise.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def promises() -> list[str]:
    """The paragraphs under `What holds`, but for the last, which is about the tests themselves."""
    holds = PAGE.read_text("utf-8").partition("## What holds")[2].partition("## What does not hold")[0]
    return [part for part in holds.strip().split("\n\n") if part.startswith("**")]


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED.findall(PAGE.read_text("utf-8")))))
def test_the_test_is_there(path: str, name: str) -> None:
    """A test that holds a promise exists under the name that the page gives it."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    tests = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}

    assert not name or name in tests


def test_each_promise_names_its_test() -> None:
    """No promise is made without a test that holds it."""
    assert len(promises()) > 15
    assert [] == [promise for promise in promises() if not NAMED.search(promise)]


def test_a_name_that_is_not_there_is_found() -> None:
    """The pattern reads files and tests as the page writes them."""
    assert [("tests/a/test_b.py", "test_c"), ("tests/d.py", "")] == NAMED.findall(
        "`tests/a/test_b.py::test_c` and `tests/d.py`, not `src/d.py`"
    )
