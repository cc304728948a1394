"""What a new project begins with: settings to fill in, empty sheets, and a guide to their columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from string import Template

import tomli_w

from coprod.errors import NotFound, did_you_mean
from coprod.formats.column_guide import column_guide
from coprod.formats.csv_tables import write_csv
from coprod.formats.folder import SETTINGS
from coprod.formats.grids import EXTRAS
from coprod.formats.replacing import replace_files
from coprod.formats.workbook import workbook_bytes
from coprod.records import (
    BUILT_IN,
    Attendance,
    Consent,
    Decision,
    Experience,
    Partner,
    Record,
    Role,
    Space,
    View,
)
from coprod.schema import columns_of, kind_name

__all__ = ["STARTER", "WORKBOOK", "write_starter"]

STARTER: Sequence[type[Record]] = (
    Partner,
    Space,
    Attendance,
    View,
    Decision,
    Role,
    Experience,
    Consent,
)
WORKBOOK = "project.xlsx"
GUIDE = "COLUMNS.md"

TEMPLATE = Template("""\
coprod = 1                        # leave this line as it is
$name
about = ""                        # what you do together, in a sentence or two
timezone = "Europe/London"
# dates = "DD/MM/YYYY"            # take off the first # if your sheets write dates this way
# starts = 2024-01-15             # first and last day of the project
# ends = 2026-01-14

# Who looks after these records. People will ask.
[held]
controllers = []                  # the organisations that answer for them, such as ["Our library"]
contact = ""                      # a name and a phone number
kept_by = []                      # the ids of the partners who keep the sheets
withdraw_by = "Tell any of us, any way you like. You need not say why."

# Your own words for where people come from, and how people from there are usually here:
# own experience, job, volunteer or elected.
[sectors]
citizen = "own experience"
"public library" = "job"

# Who may ask to see something. "public", which is everybody, is always there.
[audiences]
partners = "partners"             # everybody who has joined
# funder = ["The name of our funder"]

# What it is for.
[purposes]
project = "working on the project together"
publication = "the public report and talks"

# What people say yes or no to on your consent form. In the sheet `consents` you write the number.
# Nothing about a person leaves unless they said yes. Once people have answered, do not change a statement:
# add a new one with a new number.
[permission.1]
says = "Other partners may see my name, what I bring and what I take part in."
categories = ["identity", "profile", "strengths", "participation", "decisions"]
purposes = ["project"]
audiences = ["partners"]
level = "share"

[permission.2]
says = "My words may be used in the public report, without my name. Show me first."
categories = ["views"]
purposes = ["publication"]
audiences = ["public"]
level = "share"
explicit = true                   # what people say may be about health: it needs a clear yes
conditions = ["show_me_first"]

[permission.3]
says = "Count me, with no name, in who took part, who decided and how it felt."
categories = ["profile", "participation", "decisions", "experience"]
purposes = ["project", "publication"]
audiences = ["partners", "public"]
level = "count"
""")


def write_starter(
    folder: Path,
    kinds: Iterable[str | type[Record]] = (),
    *,
    workbook: bool = False,
    known: Sequence[type[Record]] = BUILT_IN,
) -> None:
    """
    Write `coprod.toml`, a sheet for each kind that a project begins with, and `COLUMNS.md`.

    Where there is a project already, only the sheets that are asked for are added.

    Args:
        folder: Where; its name becomes the project's. Nothing that is there is written over.
        kinds: More record kinds to have a sheet of, by class or by name, such as `strength` or `strengths`.
        workbook: Whether to write one workbook in place of `coprod.toml` and the sheets.
        known: The record kinds that there are.

    Raises:
        NotFound: there is no such record kind.
        WriteFailed: nothing was written.
    """
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    asked = tuple(dict.fromkeys(_kind(kind, known) for kind in kinds))
    chosen = asked if SETTINGS in there else tuple(dict.fromkeys((*STARTER, *asked)))
    settings = TEMPLATE.substitute(name=tomli_w.dumps({"name": folder.resolve().name}).strip())
    files = _in_one(settings, chosen) if workbook else _in_many(settings, chosen, there)
    files[GUIDE] = column_guide(chosen).encode()
    replace_files(folder, {name: data for name, data in files.items() if name not in there})


def _headers(kinds: Iterable[type[Record]]) -> Mapping[str, Sequence[str]]:
    return {kind.table(): [name for name in columns_of(kind) if name != EXTRAS] for kind in kinds}


def _in_one(settings: str, kinds: Iterable[type[Record]]) -> dict[str, bytes]:
    return {WORKBOOK: workbook_bytes(settings, {name: (header, ()) for name, header in _headers(kinds).items()})}


def _in_many(settings: str, kinds: Iterable[type[Record]], there: Collection[str]) -> dict[str, bytes]:
    sheets = {name: header for name, header in _headers(kinds).items() if f"{name}.parquet" not in there}
    return {SETTINGS: settings.encode()} | {f"{n}.csv": write_csv(header, ()) for n, header in sheets.items()}


def _kind(kind: str | type[Record], known: Sequence[type[Record]]) -> type[Record]:
    """Return the record kind of a name: of one, or of its table."""
    if not isinstance(kind, str):
        return kind
    names = {name: one for one in known for name in (one.table(), kind_name(one))}
    if kind.lower() not in names:
        message = f"there is no record kind `{kind}`. {did_you_mean(kind, names)}".strip()
        raise NotFound(message)
    return names[kind.lower()]
