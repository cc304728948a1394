"""From rows with their levels to a sealed release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs

from coprod.asof import targets_first
from coprod.consent.names import Register
from coprod.consent.pseudonyms import Pseudonyms, fresh
from coprod.consent.ranked import Ranked
from coprod.consent.releasing import Leaving, leaving
from coprod.counts import Counts
from coprod.finding import Findings
from coprod.imprint import Imprint
from coprod.project import Project
from coprod.records import Consent, Partner, Record
from coprod.release import Release, released_types
from coprod.request import Request
from coprod.tables import Stored, in_order

__all__ = ["Sealed", "held", "seal"]


@attrs.frozen
class Sealed:
    """
    The rows of a release, sealed; findings are still to come.

    `touched` is for the stewards: by partner, how they are in it. It does not leave.
    """

    id: str
    project: str
    request: Request
    kinds: tuple[type[Record], ...]
    tables: Mapping[str, bytes]
    touched: Mapping[str, str]
    about: Imprint

    def release(self, findings: Findings, counts: Iterable[Counts] = ()) -> Release:
        """Return the release with what the checks found, and the numbers that may leave."""
        return Release(
            id=self.id,
            project=self.project,
            request=self.request,
            as_of=self.request.as_of,
            kinds=self.kinds,
            findings=findings,
            counts=tuple(counts),
            about=self.about,
            sealed=self.tables,
        )


def seal(
    project: Project,
    ranked: Mapping[type[Record], Iterable[Ranked]],
    request: Request,
    *,
    about: Mapping[str, frozenset[str]],
    names: Iterable[Partner],
    secret: bytes,
    release_id: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> Sealed:
    """
    Return the rows that leave, as bytes of their own.

    Args:
        project: The project.
        ranked: What was decided of its rows, as they were on the day of the data.
        request: What it is wanted for.
        about: Whom mentions name, by typed reference, of those who share their identity.
        names: All partners, also those who came later, whose names are looked for in free text.
        secret: The project's secret.
        release_id: Id of the release; a new one by default.
        tell: Is told of each text that is kept back because it names a partner.
    """
    pseudonyms = Pseudonyms(secret, request.audiences, release_id or fresh())
    how = Leaving(
        public=request.public,
        pseudonyms=pseudonyms,
        register=Register.of(names),
        about=about,
        zone=project.settings.zone,
        held=held(tell),
    )
    kinds = tuple(kind for kind in project.kinds if kind is not Consent)
    left = leaving(ranked, targets_first(kinds), how)
    tables = {kind.table(): _bytes(kind, found) for kind, found in left.rows.items() if found}
    asked = attrs.evolve(request, recipients=None)  # ids are identity, and who gets it need not share theirs
    about_it = Imprint.of(project.settings, asked)
    return Sealed(pseudonyms.release, project.name, asked, kinds, tables, left.touched, about_it)


def _bytes(kind: type[Record], found: Iterable[Stored]) -> bytes:
    """Return released rows as Parquet, in the order of their released values."""
    from coprod.engines import write_parquet

    ordered: list[Stored] = sorted(found, key=in_order)
    return write_parquet(released_types(kind), ordered)


def held(tell: Callable[[str], None] | None) -> Callable[[str, str], None]:
    """Return what is told of each text that is kept back, by the record and the column."""

    def say(ref: str, column: str) -> None:
        if tell:
            tell(f"{ref}: the {column} names a partner and was kept back; a Mention would say who it is about")

    return say
