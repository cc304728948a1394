"""A page about a project that everyone round the table can read, made of what people agreed to share."""

from __future__ import annotations

from collections.abc import Iterator

from coprod import ExportFormat, hookimpl

__all__ = ["register_export_formats"]


@hookimpl
def register_export_formats() -> Iterator[ExportFormat]:
    """Yield the page as HTML, as Markdown, and its tables."""
    from coprod_report.as_html import write_html
    from coprod_report.as_markdown import write_markdown
    from coprod_report.as_tables import write_tables

    yield ExportFormat(
        name="html",
        summary="A page that everyone can read: one file, no network, no script.",
        suffix=".html",
        media_type="text/html",
        write=write_html,
    )
    yield ExportFormat(
        name="markdown",
        summary="The same page as Markdown.",
        suffix=".md",
        media_type="text/markdown",
        write=write_markdown,
    )
    yield ExportFormat(
        name="tables",
        summary="The tables of the page: a folder of CSV files for spreadsheets, with formulas made harmless.",
        suffix="",
        media_type="text/csv",
        write=write_tables,
        folder=True,
    )
