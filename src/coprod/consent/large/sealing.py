"""From frames with their levels to a sealed release: the same as `sealing`, on the frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import attrs
import narwhals as nw

from coprod.asof import targets_first
from coprod.consent.groups import partner_columns
from coprod.consent.large.cells import released
from coprod.consent.large.leaving import OUT, Leaver
from coprod.consent.large.ranks import SHARE, identity_of, name_rank
from coprod.consent.large.texts import UNSIGNED, Texts
from coprod.consent.pseudonyms import Pseudonyms, fresh
from coprod.consent.releasing import how_named
from coprod.consent.sealing import Sealed, held
from coprod.engines import Frame, rows, sealed, stack
from coprod.imprint import Imprint
from coprod.project import Project
from coprod.records import Consent, Partner, Record
from coprod.release import released_types
from coprod.request import Request

__all__ = ["seal"]

c = nw.col
Frames = Mapping[type[Record], Frame]


class Known(NamedTuple):
    """What the register asks of a partner."""

    id: str
    kind: str
    name: str | None


def seal(
    project: Project,
    shown: Frames,
    request: Request,
    *,
    whole: Frames,
    secret: bytes,
    release_id: str | None = None,
    tell: Callable[[str], None] | None = None,
    listed: bool = True,
) -> Sealed:
    """
    Return the rows that leave, as bytes of their own.

    Args:
        project: The project.
        shown: What was decided of its rows, as they were on the day of the data.
        request: What it is wanted for.
        whole: What was decided of all its rows: whom a text may name does not change with the day.
        secret: The project's secret.
        release_id: Id of the release; a new one by default.
        tell: Is told of each text that is kept back because it names a partner.
        listed: Whether to say who is in it.
    """
    pseudonyms = Pseudonyms(secret, request.audiences, release_id or fresh())
    kinds = tuple(kind for kind in project.kinds if kind is not Consent)
    texts = Texts(lambda: _partners(project), list(_mentioned(whole)), held(tell))
    leaver = Leaver(tuple(targets_first(kinds)), request.public, pseudonyms, texts, project.settings.zone)
    leaver.leave(shown)
    tables = {kind.table(): sealed(released(leaver, kind), released_types(kind)) for kind in leaver.going}
    asked = attrs.evolve(request, recipients=None)  # ids are identity, and who gets it need not share theirs
    left = {name: data for name, data in tables.items() if data}
    touched = _touched(leaver) if listed else {}
    return Sealed(pseudonyms.release, project.name, asked, kinds, left, touched, Imprint.of(project.settings, asked))


def _partners(project: Project) -> Iterator[Known]:
    """Yield all partners, also those who came later, with what is looked for in texts."""
    yield from (Known(*row) for row in rows(project.frame(Partner).select("id", "kind", "name")))


def _mentioned(whole: Frames) -> Iterator[Frame]:
    """Yield whom mentions name who share their identity, as `item` and `partner`."""
    for kind, frame in whole.items():
        for column in partner_columns(kind):
            if column.adds_subject_to:
                item = c(column.adds_subject_to[0])
                yield frame.filter(identity_of(column) == SHARE).select(item=item, partner=c(column.name))


def _touched(leaver: Leaver) -> dict[str, str]:
    """Return, by partner, how they are in what leaves."""
    found: dict[str, set[str]] = {}
    pseudonyms = dict(rows(leaver.stand.select("partner", OUT))) if leaver.stand is not None else {}
    every = list(_in(leaver))
    for partner, rank in rows(stack(every).unique()) if every else ():
        out = None if rank < 0 else partner if rank == SHARE else pseudonyms[partner]
        found.setdefault(partner, set()).add(how_named(partner, out))
    return {partner: ", ".join(sorted(ways)) for partner, ways in sorted(found.items())}


def _in(leaver: Leaver) -> Iterator[Frame]:
    """Yield each partner in what leaves with how openly they are named, -1 where nobody's name stands under it."""
    for kind, frame in leaver.going.items():
        for number, column in enumerate(partner_columns(kind)):
            named = leaver.open(column)
            here = frame.filter(~c(column.name).is_null(), named if number else named | c(UNSIGNED))
            rank = nw.when(named).then(name_rank(column).cast(nw.Int64)).otherwise(nw.lit(-1, dtype=nw.Int64))
            yield here.select(partner=c(column.name), rank=rank).unique()
