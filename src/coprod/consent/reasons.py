"""
Why a subject allows as much as they do: their answers one by one, in codes and plain sentences.

It reads what the engine worked out of each answer, and goes once more through which of them stand, keeping the reasons.
A test holds the two to the same level for every part of generated projects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

import attrs

from coprod.consent.answers import CLOSED, FAILED, NO, OWN, PUBLIC_FACT, YES, Asked, Outcome, State
from coprod.consent.explanation import AnswerSeen, Reason, RuleSaid
from coprod.consent.on_rows import Subjects
from coprod.level import Level
from coprod.project import Project
from coprod.records import Consent, Partner
from coprod.records.consent import CLOSING, GRANTING
from coprod.settings import Permission

__all__ = ["Why", "called", "in_words"]

WITHHOLD = Level.WITHHOLD
NOBODY_KNOWN = "partner:"  # whoever came to a small space, and whom nobody wrote down


@attrs.frozen
class Event:
    """One answer as far as it is about one cell to one audience."""

    consent: Consent
    proxy: bool
    outcome: Outcome

    @property
    def named(self) -> bool:
        """Whether it names records."""
        return bool(self.consent.items)


Track: TypeAlias = Mapping[str, Sequence[Event]]
"""Answers by the statement, or the own cells, that they speak through."""


def called(ref: str) -> str:
    """Return how a sentence calls a subject: a partner by the id, a space by its notice."""
    kind, _, key = ref.partition(":")
    return f"the notice in {ref}" if kind == "space" else key


def in_words(level: Level) -> str:
    """Return a level as a sentence says it."""
    return IN_WORDS[level]


IN_WORDS = {
    Level.SHARE: "be shown",
    Level.PSEUDONYMISE: "be shown under a made-up name",
    Level.COUNT: "be counted, and no more",
    Level.WITHHOLD: "not leave",
}

SAID = {
    "allowed": "{who} allowed this on {on}{said}.",
    "allows_less": "The answer of {who} of {on}{said} lets it {level}.",
    "request_level": "The request asks for less than {who} allowed on {on}.",
    "rule": "{who} answered on {on}{said}. The rule `{rule}` tightens it: {reason}.",
    "rule_failed": "{who} answered on {on}{said}. The rule `{rule}` failed, so this may not leave.",
    "only_asked": "{who} was asked on {on}{said}, and has not said yes or no.",
    "lapsed": "The yes of {who} of {on}{said} held until {until}.",
    "authority_ended": "The right to answer for {who} ended on {until}.",
    "lacks_capacity": "{who} could not decide this alone on {on}, and nobody with a right to has answered for them.",
    "condition_unmet": "The yes of {who} of {on}{said} has a condition that is not met: {conditions}.",
    "joined_later": "Someone who would get it joined after {who} answered on {on}{said}.",
    "not_explicit": "This is special-category data, and the yes of {who} of {on}{said} is not explicit.",
    "not_yet_on_form": "The statement that {who} answered on {on} is on the form only from {since} on{said}.",
    "refused": "{who} said no on {on}{said}.",
    "withdrawn": "{who} withdrew on {on}{said}.",
    "revoked": "The answer of {who} was revoked on {on}{said}.",
    "expired": "The answer of {who} is on record as expired from {on} on{said}.",
    "invalidated": "The answer of {who} was found not to be valid on {on}{said}.",
}


class Why:
    """Says why each subject allows what they do."""

    def __init__(self, project: Project, asked: Asked, said: Subjects) -> None:
        """Take what the engine made of the answers, and the rows these come from."""
        self.asked, self.said = asked, said
        self.partners = {f"partner:{row[0]}" for row in project.stored(Partner)}
        self.consents: dict[str, list[Consent]] = defaultdict(list)
        for consent in project.records(Consent):
            if consent.on <= asked.today:
                self.consents[consent.who].append(consent)
        self.known: dict[tuple[str, str, int], tuple[Reason, ...]] = {}

    def of(self, who: str, ref: str, pair: int) -> Iterator[Reason]:
        """Yield the reasons of a subject, and of the communities that speak for them too, about a record."""
        everyone = (who, *self.said.labels.get(who, ()))
        item = ref if any((one, ref) in self.said.named for one in everyone) else ""
        for one in everyone:
            if (one, item, pair) not in self.known:
                self.known[one, item, pair] = tuple(self._alone(one, item, pair))
            found = self.known[one, item, pair]
            yield from found if one == who else (attrs.evolve(reason, because="label") for reason in found)

    def _alone(self, who: str, item: str, pair: int) -> Iterator[Reason]:
        if not self.said.answers.get(who):
            yield self._unheard(who)
            return
        named = item if (who, item) in self.said.named else ""
        for number, audience in enumerate(self.asked.request.audiences):
            yield from self._to_one(who, audience, self._tracks(who, named, pair, number), pair)

    def _unheard(self, who: str) -> Reason:
        if who == NOBODY_KNOWN:
            says = "Fewer than five people came, and who they were is not on record."
            return Reason(code="unknown_people", level=WITHHOLD, says=says)
        if who.startswith("partner:") and who not in self.partners:
            says = "It is also about someone who is not a partner, and whom nobody has asked."
            return Reason(code="not_a_partner", level=WITHHOLD, says=says)
        return Reason(code="no_answer", level=WITHHOLD, says=_opened(f"{called(who)} has not answered."), subject=who)

    def _tracks(self, who: str, item: str, pair: int, audience: int) -> Mapping[bool, Track]:
        """Return what was said of one cell to one audience: own and others', by what it is said through."""
        answers = [answer for answer in self.said.answers[who] if answer.on]  # what is public comes with day 0
        tracks: dict[bool, dict[str, list[Event]]] = {False: defaultdict(list), True: defaultdict(list)}
        for answer, consent in zip(answers, self.consents[who], strict=True):
            if answer.items and item not in answer.items:
                continue
            for one in answer.outcomes:
                if (one.pair, one.audience) == (pair, audience):
                    tracks[answer.proxy][one.source].append(Event(consent, answer.proxy, one))
        return tracks

    def _public(self, who: str, pair: int, audience: str) -> Level | None:
        """Return what may leave of someone whose facts are public, where they are."""
        number = self.asked.request.audiences.index(audience)
        return next(
            (
                one.level
                for answer in self.said.answers[who]
                for one in answer.outcomes
                if one.source == PUBLIC_FACT and (one.pair, one.audience) == (pair, number)
            ),
            None,
        )

    def _to_one(self, who: str, audience: str, tracks: Mapping[bool, Track], pair: int) -> Iterator[Reason]:
        """Yield the reasons of one subject for one audience: one for each track that spoke."""
        events = [event for track in tracks.values() for event in _all(track)]
        public = self._public(who, pair, audience)
        if public is not None and not any(event.outcome.voice == NO for event in events):
            says = _opened(f"what {called(who)} is and does is a public fact here.")
            yield Reason(code="public_fact", level=public, says=says, subject=who, audience=audience)
            return
        spoke = [proxy for proxy, track in tracks.items() if any(one.outcome.voice for one in _all(track))]
        if len(spoke) < (2 if who in self.said.young else 1):
            yield self._silent(who, audience, tracks, spoke, pair)
            return
        for proxy in spoke:
            yield self._of_track(who, audience, tracks[proxy], pair)

    def _silent(
        self, who: str, audience: str, tracks: Mapping[bool, Track], spoke: Sequence[bool], pair: int
    ) -> Reason:
        """Return why it is not enough that was said."""
        seen = tuple(answer for track in tracks.values() for answer in self._seen(track, audience, pair))
        if spoke:
            code, says = "needs_both", f"both {called(who)} and a parent have to agree, and only one has answered."
        elif seen:
            code, says = "only_asked", f"{called(who)} was asked, and has not said yes or no."
        else:
            category, purpose = self.asked.pairs[pair][0], self.asked.request.purpose
            code = "not_covered"
            says = f"no answer of {called(who)} is about {category} for `{purpose}` to `{audience}`."
        return Reason(code=code, level=WITHHOLD, says=_opened(says), subject=who, audience=audience, answers=seen)

    def _of_track(self, who: str, audience: str, track: Track, pair: int) -> Reason:
        """Return what the most open of the statements that stand on a track gives, and why."""
        closings = track.get(CLOSED, ())
        standing = [_standing([*events, *closings]) for source, events in track.items() if source != CLOSED]
        heard = min(standing or [_standing(closings)], key=_rank)
        level = Level.of_rank(_rank(heard) if standing else WITHHOLD.rank)
        decisive = max(heard, key=lambda event: (event.outcome.level, event.consent.on))
        seen = self._seen(track, audience, pair)
        code, says = self._said(who, decisive, audience, pair)
        return Reason(code=code, level=level, says=says, subject=who, audience=audience, answers=seen)

    def _said(self, who: str, event: Event, audience: str, pair: int) -> tuple[str, str]:
        """Return the code of what an answer gives or why it gives nothing, and the sentence."""
        consent, outcome = event.consent, event.outcome
        scope = self._scope(event)
        closed = self._closed_by(event, audience, pair)
        code = closed[0] if closed or scope is None else self._opens(outcome, scope)
        name, reason = _deciding(outcome)
        unmet = (frozenset(scope.conditions if scope else ()) | consent.conditions) - self.asked.honours
        until = consent.until or self.asked.settings.consent.until
        says = SAID[code].format(
            who=f"{called(who)}" + (", through someone else," if event.proxy else ""),
            on=consent.on,
            said=f' to "{scope.says.rstrip(".")}"' if scope and scope.says else "",
            level=in_words(outcome.level),
            until=consent.authority_until if code == "authority_ended" else until,
            conditions=", ".join(sorted(unmet)),
            since=scope.since if scope else None,
            rule=name,
            reason=reason,
        )
        return code, _opened(says)

    def _opens(self, outcome: Outcome, scope: Permission) -> str:
        """Return the code of a yes that opens something, and of what tightens it."""
        given = Level(scope.level)
        if outcome.level > max(given, self.asked.request.level):
            return FAILED if _deciding(outcome)[1].startswith(FAILED) else "rule"
        if outcome.level is Level.SHARE:
            return "allowed"
        return "request_level" if given < outcome.level else "allows_less"

    def _scope(self, event: Event) -> Permission | None:
        if event.outcome.source == CLOSED:
            return None
        if event.outcome.source != OWN or event.consent.statements:
            return self.asked.settings.permission[event.outcome.source]
        explicit, level = bool(event.consent.explicit), event.consent.level or ""
        return Permission(says="", categories=(), purposes=(), audiences=(), level=level, explicit=explicit)

    def _closed_by(self, event: Event, audience: str, pair: int) -> tuple[str, ...]:
        """Return the codes of what keeps an answer from opening anything, most telling first."""
        consent, asked, scope = event.consent, self.asked, self._scope(event)
        if consent.status in CLOSING:
            return (consent.status,)
        if consent.status not in GRANTING:
            return ("only_asked",)
        if scope is None:
            return ()
        state = State.of(consent, asked, "", tuple("" for _ in asked.named))
        unmet = (frozenset(scope.conditions) | consent.conditions) - asked.honours
        closed = {
            "lapsed": _past(consent.until or asked.settings.consent.until, asked.today),
            "authority_ended": _past(consent.authority_until, asked.today),
            "lacks_capacity": consent.capacity == "lacks" and not event.proxy,
            "condition_unmet": bool(unmet),
            "joined_later": asked.settings.joins(audience) and not state.reaches,
            "not_explicit": asked.pairs[pair][1] and not scope.explicit,
            "not_yet_on_form": bool(scope.since and asked.today < scope.since),
        }
        return tuple(code for code, holds in closed.items() if holds)

    def _seen(self, track: Track, audience: str, pair: int) -> tuple[AnswerSeen, ...]:
        """Return the answers of a track, the oldest first."""
        closings = track.get(CLOSED, ())
        stands = {
            id(event)
            for source, events in track.items()
            for event in _standing(events if source == CLOSED else [*events, *closings])
        }
        events = sorted(_all(track), key=_when)
        return tuple(self._answer(event, audience, pair, stands=id(event) in stands) for event in events)

    def _answer(self, event: Event, audience: str, pair: int, *, stands: bool) -> AnswerSeen:
        scope = self._scope(event)
        return AnswerSeen(
            on=event.consent.on,
            status=event.consent.status,
            track="others" if event.proxy else "own",
            statement=event.outcome.source if event.consent.statements else "",
            says=scope.says if scope else "",
            level=event.outcome.level,
            stands=stands,
            closed_by=self._closed_by(event, audience, pair),
            rules=tuple(RuleSaid(name, one.level, one.reason) for name, one in sorted(event.outcome.rulings.items())),
        )


def _all(track: Track) -> Sequence[Event]:
    return [event for events in track.values() for event in events]


def _deciding(outcome: Outcome) -> tuple[str, str]:
    """Return name and reason of the rule that made it as strict as it is, one that failed before any other."""
    found = [(name, one.reason) for name, one in sorted(outcome.rulings.items()) if one.level is outcome.level]
    failed = [pair for pair in found if pair[1].startswith(FAILED)]
    name, reason = next(iter([*failed, *found]), ("", ""))
    return name, reason.rstrip(".") or "it gives no reason"


def _standing(events: Iterable[Event]) -> Sequence[Event]:
    """Return the answers that stand of one source, going through its days as `coprod.consent.standing` does."""
    days: dict[date, list[Event]] = defaultdict(list)
    for event in events:
        days[event.consent.on].append(event)
    stands: Sequence[Event] = ()
    shut = False
    for _, today in sorted(days.items()):
        if noes := [event for event in today if event.outcome.voice == NO]:
            stands, shut = noes, shut or any(event.named for event in noes)
            continue
        heard = [event for event in today if event.named or not shut]
        shut = shut and not any(event.outcome.voice == YES for event in heard)
        stands = heard or stands
    return stands


def _rank(events: Sequence[Event]) -> int:
    return max((event.outcome.level.rank for event in events), default=WITHHOLD.rank)


def _when(event: Event) -> date:
    return event.consent.on


def _past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _opened(sentence: str) -> str:
    """Return a sentence as it is: ids at its beginning keep their case, words get a capital."""
    words = ("what ", "both ", "no answer ", "the ")
    return sentence[0].upper() + sentence[1:] if sentence.startswith(words) else sentence
