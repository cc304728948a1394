"""A format: what was released, on one page of Markdown."""

import re
from collections.abc import Iterator

from coprod import ExportFormat, Release
from coprod.formats.spec import Sink

__all__ = ["SUMMARY", "page", "write"]


def write(release: Release, sink: Sink, *, findings: bool = True) -> None:
    """Write the page; `--set findings=no` leaves the findings out."""
    with sink.open() as file:
        file.write("\n".join(page(release, findings=findings)).encode())


def page(release: Release, *, findings: bool = True) -> Iterator[str]:
    """Yield the lines of the page."""
    yield f"# {plain(release.project)}"
    yield ""
    yield f"For {plain(', '.join(release.request.audiences))}; purpose: {plain(release.request.purpose)}."
    yield "It holds what people allowed, and no word on what they did not."
    yield ""
    for table in release.tables:
        if rows := release.rows(table):
            yield f"- {table}: {len(rows)}"
    for finding in release.findings if findings else ():
        yield ""
        yield finding.to_markdown()
    yield ""


def plain(text: str) -> str:
    """Return *text* on one line, without what Markdown would read as its own: a name may hold anything."""
    return re.sub(r"([\\`*_{}\[\]<>#|&!])", r"\\\1", " ".join(text.split()))


SUMMARY = ExportFormat(
    name="summary",
    summary="What was released, on one page of Markdown.",
    suffix=".md",
    media_type="text/markdown",
    write=write,
)
