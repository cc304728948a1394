"""
The five things that a plugin can bring, and how.

A plugin is a Python package with functions that carry one of the names below and the mark
`@coprod.hookimpl`. Each takes nothing and yields specs: plain frozen objects that say what a rule, check,
format or reader is called and which function does it. coprod calls the hooks once, checks what they yield,
and from then on calls the specs itself. So order does not matter, nobody can wrap anybody, and coprod can
always tell who brought what.

The package says where its hooks are in its `pyproject.toml`:

    [project.entry-points.coprod]
    safeguarding = "coprod_safeguarding"

and a project says in its `coprod.toml` that it wants them:

    [plugins]
    enable = ["safeguarding"]

Nothing is loaded only because it is installed. Keep the module light: import heavy libraries inside the
functions that need them. In-process plugins are not a security boundary: whoever installs one trusts its
authors.

`plugins/coprod-example` is a whole plugin to copy from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from coprod.consent.rule import ConsentRule
    from coprod.equality.check import EqualityCheck
    from coprod.formats.spec import ExportFormat, Reader
    from coprod.records import Record

__all__ = [
    "hookimpl",
    "register_consent_rules",
    "register_equality_checks",
    "register_export_formats",
    "register_readers",
    "register_record_types",
]

hookimpl = pluggy.HookimplMarker("coprod")
"""Marks a function of a plugin as one of the hooks below."""

_hookspec = pluggy.HookspecMarker("coprod")


@_hookspec
def register_consent_rules() -> Iterable[ConsentRule]:
    """
    Bring rules that tighten what people's own answers give.

    A rule sees coded facts about one answer and one cell, and answers with the most open level that it can
    accept. It never sees a name, an id or a word that anyone said, and it can open nothing. A rule that
    raises, or answers with anything but a `Ruling`, withholds.

    ```python
    import coprod
    from coprod import ConsentRule, ConsentState, Level, Ruling


    def only_counted_after_five_years(state: ConsentState) -> Ruling:
        if state.public and state.months > 60:
            return Ruling.tighten(Level.COUNT, "the answer is more than five years old")
        return Ruling.no_objection()


    @coprod.hookimpl
    def register_consent_rules():
        yield ConsentRule(
            name="five-years",
            summary="After five years, the public sees people only as numbers.",
            decide=only_counted_after_five_years,
        )
    ```
    """
    raise NotImplementedError


@_hookspec
def register_equality_checks() -> Iterable[EqualityCheck]:
    """
    Bring questions about who has a say.

    `count` turns the project into small tables and `judge` turns tables into a finding, so that a check can
    also be asked of what may leave. A check with `find` alone, as here, stays with the stewards. Sentences
    are declared, so that they can be read, translated and withheld without running the check. A check that
    raises becomes a finding that says so, and the other checks go on.

    ```python
    import coprod
    from coprod import Context, EqualityCheck, Finding, Measure, Space, Study


    def written_together(study: Study, context: Context) -> Finding:
        spaces = study.project.records(Space)
        together = sum(space.agreement == "written together" for space in spaces)
        if not spaces:
            return Finding("unknown")
        share = Measure("share", together / len(spaces), unit="gatherings", n=len(spaces))
        return Finding("even" if together == len(spaces) else "watch", measures=share)


    @coprod.hookimpl
    def register_equality_checks():
        yield EqualityCheck(
            name="written-together",
            title="Did we write our agreements together?",
            question="In how many gatherings did those who came write the agreement?",
            source="our own practice",
            reads=(Space,),
            sentences={
                "even": "Every gathering wrote its own agreement.",
                "watch": "{share:percent} of our gatherings wrote their own agreement.",
                "unknown": "No gathering is on record yet.",
            },
            ask="What would you want to have in an agreement?",
            find=written_together,
        )
    ```
    """
    raise NotImplementedError


@_hookspec
def register_export_formats() -> Iterable[ExportFormat]:
    r"""
    Bring ways to write a release.

    `write` gets the release, which holds what may leave and nothing else, and a sink to open files in.
    coprod writes beside the target and renames at the end; if `write` raises, nothing is left behind.
    Keyword-only parameters with defaults are options: `coprod share ... --set table=views`.

    ```python
    import coprod
    from coprod import ExportFormat


    def write_list(release, sink, *, table="partners"):
        with sink.open() as file:
            for row in release.rows(table):
                file.write(f"{row['sector'] or 'not recorded'}\n".encode())


    @coprod.hookimpl
    def register_export_formats():
        yield ExportFormat(
            name="sector-list",
            summary="The sector of each partner, one a line.",
            suffix=".txt",
            media_type="text/plain",
            write=write_list,
        )
    ```
    """
    raise NotImplementedError


@_hookspec
def register_readers() -> Iterable[Reader]:
    """
    Bring ways to read someone else's files.

    `read` yields raw rows, each with its file and line, and problems that it met. coprod reads the cells,
    checks them and reports all that is wrong at once, so a reader converts nothing and drops nothing.
    Keyword-only parameters with defaults are options, as with formats.

    ```python
    import coprod
    from coprod import Partner, Reader, Row


    def read_names(path, *, kind="person"):
        for line, text in enumerate(path.read_text("utf-8").splitlines(), 1):
            yield Row(kind=Partner, values={"id": text, "kind": kind}, file=path.name, row=line)


    @coprod.hookimpl
    def register_readers():
        yield Reader(name="id-list", summary="A text file with one id a line.", read=read_names)
    ```
    """
    raise NotImplementedError


@_hookspec
def register_record_types() -> Iterable[type[Record]]:
    """
    Bring kinds of record that a project can hold beside coprod's own.

    The annotations of the class say what each column is; files, checks, graph and consent follow from them.
    The class and its categories carry the plugin's name, so that nobody's yes to something else covers them:
    in a plugin called `garden`, a class is called `Garden...` and each category `garden:...`. They are
    withheld until people say yes to these categories.

    ```python
    from typing import Annotated, ClassVar

    import attrs
    import coprod
    from coprod import Record
    from coprod.schema import About, key, subject, to


    @attrs.frozen(kw_only=True)
    class GardenPlot(Record):
        about: ClassVar[About] = About("garden:plots")
        id: Annotated[str, key] = attrs.field(kw_only=False)
        partner: Annotated[str, subject, to("Partner")]
        crop: str | None = None


    @coprod.hookimpl
    def register_record_types():
        yield GardenPlot
    ```
    """
    raise NotImplementedError
