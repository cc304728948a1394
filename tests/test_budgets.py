"""
How large a file, a function and the public surface may grow.

Something over a budget is split, or is listed in `EXCEPTIONS` with the reason why it reads better whole.
"""

import ast
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[1]

FILE_P90, FILE_MAX = 350, 600
FUNCTION_P95, FUNCTION_MAX = 30, 60
PUBLIC_NAMES = 60

# "src/coprod/x.py" or "src/coprod/x.py:function" -> why it may be over the maximum
EXCEPTIONS: dict[str, str] = {}


@attrs.frozen(order=True)
class Size:
    """How many lines something has, and where it is."""

    lines: int
    where: str

    def __str__(self) -> str:
        return f"{self.lines:>5}  {self.where}"


def sources() -> list[Path]:
    """Every Python file that is shipped: the library's and the plugins'."""
    return sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")])


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of *function* from `def` to its end, less its docstring."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        docstring = function.body[0]
        lines -= docstring.end_lineno - docstring.lineno + 1
    return lines


def functions(source: str, where: str) -> Iterator[Size]:
    """Every function and method in *source*, inner ones too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Size(code_lines(node), f"{where}:{node.name}")


def all_files() -> list[Size]:
    """Every shipped file by its number of lines."""
    return [Size(len(path.read_text("utf-8").splitlines()), path.relative_to(ROOT).as_posix()) for path in sources()]


def all_functions() -> list[Size]:
    """Every shipped function by its lines of code."""
    return [
        size for path in sources() for size in functions(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())
    ]


def percentile(sizes: Sequence[Size], share: float) -> int:
    """The smallest size that at least *share* of all do not exceed."""
    return sorted(size.lines for size in sizes)[math.ceil(share * len(sizes)) - 1]


def over(sizes: Sequence[Size], limit: int) -> str:
    """One line for each that is over *limit*, longest first."""
    return "\n".join(str(size) for size in sorted(sizes, reverse=True) if size.lines > limit)


def test_percentile_is_one_of_the_sizes():
    """Nine of ten sizes are at most the 90th percentile."""
    sizes = [Size(lines, "") for lines in range(1, 11)]

    assert 9 == percentile(sizes, 0.9)


def test_docstrings_do_not_count():
    """A function may explain itself at any length; inner functions count for themselves too."""
    source = 'def f():\n    """\n    Words.\n    """\n    def g():\n        return 1\n    return g\n'

    assert [Size(2, "x.py:g"), Size(4, "x.py:f")] == sorted(functions(source, "x.py"))


def test_file_lengths():
    """Nine files of ten are short, and none is very long."""
    sizes = all_files()

    assert percentile(sizes, 0.9) <= FILE_P90, f"too many long files:\n{over(sizes, FILE_P90)}"
    too_long = [size for size in sizes if size.where not in EXCEPTIONS]
    assert not over(too_long, FILE_MAX), f"over {FILE_MAX} lines:\n{over(too_long, FILE_MAX)}"


def test_function_lengths():
    """Nineteen functions of twenty are short, and none is very long."""
    sizes = all_functions()

    assert percentile(sizes, 0.95) <= FUNCTION_P95, f"too many long functions:\n{over(sizes, FUNCTION_P95)}"
    too_long = [size for size in sizes if size.where not in EXCEPTIONS]
    assert not over(too_long, FUNCTION_MAX), f"over {FUNCTION_MAX} lines:\n{over(too_long, FUNCTION_MAX)}"


def test_public_names():
    """The public surface can be learned in an afternoon."""
    import coprod

    names = coprod.__all__

    assert len(names) <= PUBLIC_NAMES, f"{len(names)} public names, {PUBLIC_NAMES} at most"


def test_exceptions_are_needed_and_reasoned():
    """An exception says why, and goes when what it names is no longer over a maximum."""
    needed = {size.where for size in all_files() if size.lines > FILE_MAX}
    needed |= {size.where for size in all_functions() if size.lines > FUNCTION_MAX}

    assert set() == set(EXCEPTIONS) - needed
    assert all(EXCEPTIONS.values())
