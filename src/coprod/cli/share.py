"""`coprod share`: let out what each person allowed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coprod.cli.options import (
    add_by,
    add_engine,
    add_plugin,
    add_request,
    add_set,
    known,
    known_grouping,
    on_engine,
    options_for,
    request_of,
)
from coprod.cli.reading import read_project
from coprod.cli.terminal import counted, progress, remark, say
from coprod.errors import CoprodError, WriteFailed

if TYPE_CHECKING:
    from coprod.consent.keeping import Keeping
    from coprod.formats.spec import ExportFormat
    from coprod.project import Project
    from coprod.registry import Registry
    from coprod.release import Release

__all__ = ["add", "add_how", "add_what", "run"]


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "share",
        help="write what may leave, for a purpose and an audience",
        description="Write what each person allowed, for this purpose, to this audience, as of now. "
        "Several audiences get what every one of them may see.",
        allow_abbrev=False,
    )
    add_what(parser)
    parser.add_argument("--format", required=True, metavar="F", help="such as graphml, json, jsonl, parquet or csv")
    add_how(parser)
    parser.set_defaults(run=run)


def add_what(parser: argparse.ArgumentParser) -> None:
    """Add what is written, and for whom."""
    parser.add_argument("project", metavar="PROJECT", help="a folder, a workbook or a JSON file")
    add_request(parser)


def add_how(parser: argparse.ArgumentParser) -> None:
    """Add where it is written, and how."""
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where to write it")
    add_by(parser)
    parser.add_argument("--release", metavar="ID", help="write an earlier release again, with the same pseudonyms")
    parser.add_argument(
        "--isolate",
        action="store_true",
        help="run the format in a process of its own, which gets the release alone; against mistakes, not malice",
    )
    add_engine(parser)
    add_set(parser, "format")
    add_plugin(parser)


def run(args: argparse.Namespace) -> int:
    """Write the release."""
    from coprod.consent.keeping import Keeping
    from coprod.formats.statements import remember
    from coprod.formats.watching import watching
    from coprod.formats.writing import digest_of

    known_grouping(args.by)
    project, registry = read_project(args.project, args.plugin)
    form = known(registry.export_format, args.format)
    options = options_for(form.write, args.settings)
    kept = Keeping(args.project)
    release = _release(args, project, registry, form, kept)
    with progress(f"Writing {args.out}") as told, watching(told):
        _write(args, release, form, project.settings.plugins, options)
    kept.ledger.written(release.id, form.name, args.out, digest_of(args.out))
    remember(Path(args.project), project.settings)
    say(_left(release, args.out))
    return 0


def _release(
    args: argparse.Namespace, project: Project, registry: Registry, form: ExportFormat, kept: Keeping
) -> Release:
    from coprod import app

    with progress(f"Deciding what may leave {project.name}"):
        return app.share(
            on_engine(project, args),
            request_of(args),
            checks=[check.spec for check in registry.equality_checks.values()],
            by=args.by,
            registry=registry,
            honours=form.honours,
            secret=kept.secret,
            release_id=args.release,
            ledger=kept.ledger,
            tell=remark,
        )


def _write(
    args: argparse.Namespace,
    release: Release,
    form: ExportFormat,
    plugins: Iterable[str],
    options: Mapping[str, Any],
) -> None:
    from coprod import app
    from coprod.formats.isolated import export_isolated

    try:
        if args.isolate:
            export_isolated(release, form.name, args.out, plugins=(*plugins, *args.plugin), options=options)
        else:
            app.export(release, form, args.out, **options)
    except (CoprodError, OSError):
        raise
    except Exception as error:  # a format may be anybody's
        kind = type(error).__name__  # its text may hold anything
        raise WriteFailed(f"the format `{form.name}` failed with {kind}, nothing was written") from error


def _left(release: Release, out: Path) -> str:
    """Return what left in one line; what did not leave is not even counted."""
    counts = [(release.height(kind), kind) for kind in release.kinds]
    return f"{out}: {counted(counts) or 'nothing, since nobody has said yes to this'} (release {release.id})"
