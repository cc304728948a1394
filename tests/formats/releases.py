"""Releases for tests of formats, made without asking for consent: everything leaves."""

from __future__ import annotations

import io
from datetime import date, datetime

from hypothesis import strategies as st

from coprod.engines import write_parquet
from coprod.finding import Band, Finding, Findings, Group, Measure
from coprod.records import Consent
from coprod.release import Release, released_types
from coprod.request import Request
from coprod.testing import projects


def released(value):
    """A stored value as a release has it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def release_of(project, *, findings=(), as_of=None):
    """A release of all that a project holds, consents aside."""
    kinds = tuple(kind for kind in project.kinds if kind is not Consent)
    rows = {kind: [tuple(map(released, row)) for row in project.stored(kind)] for kind in kinds}
    return of_rows(project.name, rows, findings=findings, as_of=as_of)


def of_rows(name, rows, *, findings=(), as_of=None):
    """A release of plain rows by kind, each in the order of the kind's columns."""
    sealed = {k.table(): write_parquet(released_types(k), found) for k, found in rows.items() if found}
    request = Request("publication", ("funder", "public"))
    return Release(
        id="r7f3",
        project=name,
        request=request,
        as_of=as_of,
        kinds=tuple(rows),
        findings=Findings(findings, project=name),
        sealed=sealed,
    )


def releases():
    """Releases of generated projects, hostile text included."""
    return st.builds(release_of, projects(), as_of=st.sampled_from([None, date(2019, 5, 14)]))


FINDING = Finding(
    "uneven",
    measures=[
        Measure("gini", 0.25, unit="share", n=12, low=0.1, high=0.4),
        Measure("gini", None, unit="share", n=0, of="@carers", reason="nobody spoke"),
    ],
    groups=[Group("=citizen", 12, 3, 8, 0.375), Group("job", None, None)],
    check="voice-share",
    title="Who has a say?",
    question="How many views has each group?",
    answer='"Citizens" said 3 of 8,\nwhich is less.',
    ask="-- what would help?",
    source="ours",
    band=Band(low=0.8, high=1.25, agreed=True),
    p_value=0.04,
)


class Memory:
    """A sink that keeps what is written, by name."""

    def __init__(self):
        self.files = {}

    def open(self, name=""):
        """Open a file whose bytes are kept when it is closed."""
        files = self.files

        class Kept(io.BytesIO):
            def close(self):
                if not self.closed:
                    files[name] = self.getvalue()
                super().close()

        return Kept()


def written(form, release, **options):
    """The files that a format writes, by name."""
    sink = Memory()
    form.write(release, sink, **options)
    return sink.files
