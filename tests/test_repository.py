"""The repository itself: habits that no tool holds for us."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Words that promise what no mechanism here can keep. Name the mechanism and its limit instead.
PROMISES = re.compile(
    r"\b(de-?bias\w*|un-?biased|bias[- ]free|fair(ly|ness)?|fairer(?![ -]scotland)"  # the name of a law
    r"|safe(ly)?[- ]export\w*|fully anonym\w+)\b",
    re.IGNORECASE,
)
NAMES_THAT_SAY_NOTHING = {"common", "helpers", "misc", "util", "utils"}
LOCK_FILES = {"Pipfile.lock", "package-lock.json", "pdm.lock", "poetry.lock", "uv.lock"}


def shipped() -> list[Path]:
    """Every Python file of the library and of the plugins."""
    return sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")])


def modules_of_tests() -> list[Path]:
    """Every test module of the library and of the plugins."""
    return sorted([*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("plugins/*/tests/**/test_*.py")])


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where something is, as an editor wants it."""
    line = f":{node.lineno}" if node is not None else ""
    return f"{path.relative_to(ROOT).as_posix()}{line}"


def tree(path: Path) -> ast.Module:
    """The syntax tree of *path*."""
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The full names of all that *path* imports, relative imports spelt out."""
    package = path.relative_to(next(p for p in path.parents if p.name == "src")).parts[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *filter(None, [node.module])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def project() -> dict:
    """What `pyproject.toml` says of the project."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def tracked() -> list[Path]:
    """Every file that git keeps, or a skip where this is no checkout."""
    try:
        out = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in out.decode().split("\0") if name]


def test_tests_say_what_they_show():
    """Every test has a docstring that states the behaviour."""
    silent = [
        place(path, node)
        for path in modules_of_tests()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert [] == silent


def test_test_modules_say_what_is_here():
    """Every test module opens with a docstring."""
    assert [] == [place(path) for path in modules_of_tests() if not ast.get_docstring(tree(path))]


def test_constraints_are_plain():
    """`constraints.txt` holds `name==version` lines in order: no host, no path, no hash, nothing twice."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    names = [line.partition("==")[0].lower().replace("_", "-") for line in lines]

    assert [] == [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==[0-9][\w.+!]*", line)]
    assert sorted(set(names)) == names


def test_every_requirement_is_pinned():
    """Whatever `pyproject.toml` or `requirements-dev.txt` asks for has its line in `constraints.txt`."""
    pinned = {line.partition("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    extras = [need for needs in project()["optional-dependencies"].values() for need in needs]
    dev = (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines()
    wanted = [*project()["dependencies"], *extras, *(line for line in dev if line[:1].isalpha())]
    names = {re.match(r"[\w.-]+", need).group().lower() for need in wanted} - {"coprod"}

    assert set() == names - pinned


def test_no_module_is_a_magnet():
    """No module has a name under which anything could go."""
    assert [] == [place(path) for path in shipped() if path.stem in NAMES_THAT_SAY_NOTHING]
    assert [] == [place(path) for path in shipped() if path.parent.name in NAMES_THAT_SAY_NOTHING]


def test_no_lock_file_is_kept():
    """`constraints.txt` is the only list of versions; lock files are ignored and none is kept."""
    ignored = set((ROOT / ".gitignore").read_text("utf-8").splitlines())

    assert set() == LOCK_FILES - ignored
    assert [] == [place(path) for path in tracked() if path.name in LOCK_FILES]


def test_nothing_secret_is_kept():
    """A project's secret and ledger live in `.coprod/`, which git ignores."""
    assert ".coprod/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert [] == [place(path) for path in tracked() if ".coprod" in path.parts]


def test_changelogs_have_a_place_for_what_is_next():
    """Every changelog has an Unreleased section, so a change has somewhere to be told."""
    changelogs = [ROOT / "CHANGELOG.md", *ROOT.glob("plugins/*/CHANGELOG.md")]

    assert [] == [place(p) for p in changelogs if "\n## [Unreleased]\n" not in p.read_text("utf-8")]


@pytest.mark.parametrize("word", ["debiased", "unbiased", "fair", "Fairness", "safe export", "bias-free"])
def test_promises_are_seen(word):
    """The pattern finds the words that it is there for."""
    assert PROMISES.search(f"A {word} of this.")


@pytest.mark.parametrize("word", ["unfairly", "fairlearn", "affair", "safe", "export", "biased"])
def test_other_words_are_let_be(word):
    """The pattern does not trip over words that only look alike."""
    assert not PROMISES.search(f"A {word} of this.")


def test_no_text_promises():
    """No docstring and no sentence in the source promises what a mechanism cannot keep."""
    promising = [
        f"{place(path, node)} says `{found.group()}`"
        for path in shipped()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := PROMISES.search(node.value))
    ]

    assert [] == promising


def test_nothing_imports_the_kit():
    """`coprod.testing` needs Hypothesis, so nothing outside it imports it."""
    kit = ROOT / "src/coprod/testing"
    outside = [path for path in shipped() if kit not in path.parents and path != kit.with_suffix(".py")]
    imports = {place(path): set(imported(path)) for path in outside}

    assert [] == [where for where, names in imports.items() if any(is_kit(name) for name in names)]


def is_kit(name: str) -> bool:
    """Whether *name* is the kit or something in it."""
    return name == "coprod.testing" or name.startswith("coprod.testing.")


def test_one_version():
    """`coprod.__version__`, where there is one, is what the package says."""
    import coprod

    assert project()["version"] == getattr(coprod, "__version__", project()["version"])
