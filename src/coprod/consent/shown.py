"""What was decided of a project, and all that a release asks of it: over rows where it is small, else on its engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol, Self

import attrs

from coprod.consent.answers import Asked
from coprod.consent.decide import is_large
from coprod.consent.ranked import Ranked
from coprod.consent.sealing import Sealed
from coprod.engines import Frame
from coprod.project import Project
from coprod.records import Partner, Record
from coprod.request import Request

__all__ = ["Shown", "shown"]


class Shown(Protocol):
    """What was decided of the rows of a project, or of those that were there on a day."""

    def at(self, day: date) -> Self:
        """Return the rows that were there at the end of *day*, as they were then."""

    def seal(
        self,
        request: Request,
        *,
        secret: bytes,
        release_id: str | None,
        tell: Callable[[str], None] | None,
        listed: bool,
    ) -> Sealed:
        """Return the rows that leave; who is in them, where that is to be *listed*."""

    def countable(self) -> Project:
        """Return the project that may be counted."""

    def opened(self) -> Project:
        """Return what anybody can count who has the release."""


def shown(project: Project, asked: Asked) -> Shown:
    """Return what was decided of a project, by the way that suits its size."""
    if not is_large(project):
        from coprod.consent.on_rows import decide_rows

        rows = decide_rows(project, asked)
        return OnRows(project, rows, rows)
    from coprod.consent.large.ranks import checked, needed
    from coprod.consent.on_frames import decide
    from coprod.engines import keep

    frames = {kind: checked(kind, frame) for kind, frame in decide(project, asked).items()}
    if asked.request.as_of is None:  # of an earlier day, what is gone may take others along
        frames = {kind: needed(kind, frame) for kind, frame in frames.items()}
    kept = {kind: keep(frame) for kind, frame in frames.items()}
    return OnFrames(project, kept, kept)


@attrs.frozen
class OnRows:
    """What was decided of plain rows: of all, and of those of the day."""

    project: Project
    whole: Mapping[type[Record], Sequence[Ranked]]
    ranked: Mapping[type[Record], Sequence[Ranked]]

    def at(self, day: date) -> Self:
        """Return the rows that were there at the end of *day*, as they were then."""
        from coprod.consent.decide import as_of

        return attrs.evolve(self, ranked=as_of(self.project, self.whole, day))

    def seal(
        self,
        request: Request,
        *,
        secret: bytes,
        release_id: str | None,
        tell: Callable[[str], None] | None,
        listed: bool,  # noqa: ARG002  # it costs nothing here
    ) -> Sealed:
        """Return the rows that leave, and who is in them."""
        from coprod.consent.releasing import mentioned
        from coprod.consent.sealing import seal

        about = mentioned(self.whole)  # also where less is shown: who a row is about does not change with the day
        names = self.project.records(Partner)
        return seal(
            self.project,
            self.ranked,
            request,
            about=about,
            names=names,
            secret=secret,
            release_id=release_id,
            tell=tell,
        )

    def countable(self) -> Project:
        """Return the project that may be counted."""
        from coprod.consent.countable import countable

        return countable(self.project, self.ranked)

    def opened(self) -> Project:
        """Return what anybody can count who has the release."""
        from coprod.consent.countable import opened

        return opened(self.project, self.ranked)


@attrs.frozen
class OnFrames:
    """What was decided of the rows of frames: of all, and of those of the day."""

    project: Project
    whole: Mapping[type[Record], Frame]
    ranked: Mapping[type[Record], Frame]

    def at(self, day: date) -> Self:
        """Return the rows that were there at the end of *day*, as they were then."""
        from coprod.consent.large.looking_back import as_of
        from coprod.engines import keep

        found = as_of(self.whole, day, self.project.settings.zone)
        return attrs.evolve(self, ranked={kind: keep(frame) for kind, frame in found.items()})

    def seal(
        self,
        request: Request,
        *,
        secret: bytes,
        release_id: str | None,
        tell: Callable[[str], None] | None,
        listed: bool,
    ) -> Sealed:
        """Return the rows that leave; who is in them, where that is to be *listed*."""
        from coprod.consent.large.sealing import seal

        return seal(
            self.project,
            self.ranked,
            request,
            whole=self.whole,
            secret=secret,
            release_id=release_id,
            tell=tell,
            listed=listed,
        )

    def countable(self) -> Project:
        """Return the project that may be counted."""
        from coprod.consent.large.counting import countable

        return countable(self.project, self.ranked)

    def opened(self) -> Project:
        """Return what anybody can count who has the release."""
        from coprod.consent.large.counting import opened

        return opened(self.project, self.ranked)
