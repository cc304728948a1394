"""
Make a national programme, as large as asked: a folder that `coprod.read` takes, and that can be loaded as it is.

    python benchmarks/programme.py OUT --ties 100000
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import attrs
import polars as pl
from answers import answers, settings
from drawing import EXTRAS, ids, loaded, numbered, scan, size, write
from programme_people import DAYS, SECTORS, START, people
from programme_talk import talk

from coprod import Project, Settings
from coprod.engines import Engine, connect
from coprod.formats.settings import to_toml
from coprod.records import BUILT_IN, Consent, Record
from coprod.settings import Held
from coprod.tables import stored_types

NAME = "An invented national programme"


def programme_settings() -> Settings:
    """Return what `coprod.toml` of the programme says."""
    return attrs.evolve(
        settings(),
        about="Invented from end to end, to see how long things take",
        starts=START,
        ends=START + timedelta(days=DAYS),
        held=Held(controllers=("Nobody",), contact="nobody", kept_by=("p0000700",)),
        sectors=SECTORS,
        audiences={"partners": ("partners",)},
    )


def consents(ties: int) -> pl.LazyFrame:
    """Return two answers of each partner, and the notice in the room of each space."""
    notices = numbered(ties // 200).select(
        who=pl.lit("space:") + ids(pl.col("row"), "s"),
        status=pl.lit("given"),
        statements=pl.lit("numbers"),
        on=pl.lit(START),
        method=pl.lit("notice in the room"),
    )
    return pl.concat([answers(ties // 10), notices], how="diagonal")


def generate(folder: Path, ties: int) -> None:
    """Write a programme with so many ties; partners are a tenth of them, views half."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, frame in ({**people(ties), **talk(ties), Consent: consents(ties)}).items():
        write(frame, kind, folder)
    (folder / "coprod.toml").write_text(to_toml(NAME, programme_settings()), "utf-8")


def as_csv(folder: Path, target: Path) -> None:
    """Write the same programme with its tables as CSV."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "coprod.toml").write_bytes((folder / "coprod.toml").read_bytes())
    for kind in BUILT_IN:
        columns = [
            pl.col(name).dt.strftime("%Y-%m-%d %H:%M:%SZ") if type_ is datetime else pl.col(name)
            for name, type_ in stored_types(kind).items()
            if name != EXTRAS
        ]
        scan(folder, kind.table()).select(columns).sink_csv(target / f"{kind.table()}.csv")


def load(folder: Path, engine: Engine = "polars", kinds: Iterable[type[Record]] = BUILT_IN) -> Project:
    """Return a programme whose tables are in memory, in Polars or in DuckDB; nothing is validated."""
    connection = connect(engine)
    tables = {kind: loaded(folder, kind, connection) for kind in kinds}
    return Project.made_of(NAME, programme_settings(), tables)


def main() -> None:
    """Make a programme, and say how many rows it has."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0].strip())
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder to write")
    parser.add_argument("--ties", type=int, default=100_000, help="how many relationships; partners are a tenth of it")
    parser.add_argument("--csv", type=Path, metavar="FOLDER", help="also write the tables as CSV here")
    options = parser.parse_args()
    generate(options.out, options.ties)
    if options.csv:
        as_csv(options.out, options.csv)
    for kind in BUILT_IN:
        print(f"{kind.table():<16} {size(options.out, kind.table()):>12,}")


if __name__ == "__main__":
    main()
