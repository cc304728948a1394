"""Pairs of projects of which the same may be seen: what non-interference is tried on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import attrs

from coprod.app import share
from coprod.app.arguments import today_of
from coprod.builtin.rules import rules as own_rules
from coprod.consent.decide import asked_of, decide
from coprod.consent.rule import ConsentRule
from coprod.equality.check import EqualityCheck
from coprod.errors import InvalidInput
from coprod.level import Level
from coprod.project import Project
from coprod.records import BUILT_IN, Record
from coprod.registry import Registry
from coprod.release import Release
from coprod.request import Request
from coprod.schema import columns_of
from coprod.testing.consents import Form, answer
from coprod.testing.declared import categories
from coprod.testing.draft import Draft
from coprod.testing.drawing import DAYS, Picks
from coprod.testing.moves import MOVES, Move, counted
from coprod.testing.needs import st
from coprod.testing.seen import numbers, seen
from coprod.testing.strategies import clocks, projects, requests

__all__ = ["Pair", "indistinguishable_pairs", "varied"]

BYTES = 3 * (len(MOVES) + 2) + 1
ABOUT = ("withheld", "pseudonyms", "counted", "answers")
SPARED = b"\x50"  # a move whose three bytes are no more than this is left out: so pairs shrink
SPREAD = 900  # bytes that one move chooses by
SECRET = b"the secret of a project that is not there"
OWN_RULES = own_rules()


@attrs.frozen(kw_only=True)
class Pair:
    """
    Two projects of which the same may be seen by those who ask.

    Attributes:
        one: A project.
        other: The same, changed where nobody may look.
        request: What is asked for.
        now: The instant that consent is judged at.
        secret: The secret of both.
        release_id: The id of the release of both.
        rules: The consent rules that were there when it was decided what may be seen.
        checks: The checks whose numbers are the same too.
        what_changed: What was changed, in words.
        canaries: Words that stand in `other` alone, where nobody may look.
    """

    one: Project
    other: Project
    request: Request
    now: datetime
    secret: bytes = attrs.field(default=SECRET, repr=False)
    release_id: str = "the release"
    rules: tuple[ConsentRule, ...] = attrs.field(default=OWN_RULES, repr=False)
    checks: tuple[EqualityCheck, ...] = attrs.field(default=(), repr=False)
    what_changed: tuple[str, ...] = ()
    canaries: tuple[str, ...] = attrs.field(default=(), repr=False)

    def releases(self) -> tuple[Release, Release]:
        """Return what leaves of each project, under the same secret and the same id."""
        return self.release(self.one), self.release(self.other)

    def release(self, project: Project, *, release_id: str = "", request: Request | None = None) -> Release:
        """Return what leaves of a project, for this request or another one."""
        return share(
            project,
            request or self.request,
            checks=self.checks,
            now=self.now,
            registry=Registry().extended(*self.rules),
            secret=self.secret,
            release_id=release_id or self.release_id,
        )


@st.composite
def indistinguishable_pairs(
    draw: Callable[[st.SearchStrategy[Any]], Any],
    request: Request | None = None,
    *,
    kinds: Iterable[type[Record]] = BUILT_IN,
    rules: Iterable[ConsentRule] = OWN_RULES,
    checks: Iterable[EqualityCheck] = (),
    about: Iterable[str] = ABOUT,
) -> Pair:
    """
    Return pairs of projects of which the same may be seen, so that whatever is written for both has to be equal.

    One project is drawn, and changed where nobody may look: values of withheld cells; rows that are withheld, which
    are changed, left out, given to someone else, or added with people who allowed nothing; names and ids that nothing
    seen names; words and days that a pseudonym leaves out; notes on answers, and answers that decide nothing; the
    order of rows and settings. What is only counted is changed as far as every number that may be shown stays the
    same, and every small one stays small.

    What is left alone, since by the rules of consent it can be seen, or decides what can be seen:

    - whom a Mention names in something that is seen, and who came to a space whose heads were not counted, or few;
    - of partners who were asked, what public facts, communities' labels and groups hang on: kind, people, sector,
      here_as, area; and whoever speaks for a community;
    - characteristics that a rule looks at;
    - names and ids that stand in words that are seen: a text that names a partner is kept back;
    - of a project as of a day, all days: they decide which rows were there;
    - where the audience are the partners themselves, when partners joined and left;
    - the id of someone who is there under a pseudonym: another id has another pseudonym;
    - days and words in rows that are only counted, where checks are asked.

    Args:
        draw: Given by Hypothesis; leave it out.
        request: What is asked for; by default it is drawn.
        kinds: The record kinds; a plugin's own do as well.
        rules: The consent rules.
        checks: Checks whose numbers leave with the release.
        about: In what the two differ: `withheld`, `pseudonyms`, `counted`, `answers`.
    """
    parts = frozenset(about)
    drawn = draw(projects(kinds=kinds, min_partners=2))
    asked = request or draw(requests(drawn))
    if request is None and parts == {"counted"}:
        asked = attrs.evolve(asked, level=Level.COUNT)  # so that there is much to count
    settings = attrs.evolve(drawn.settings, held=attrs.evolve(drawn.settings.held, keep_until=None))
    if request is not None:
        settings = attrs.evolve(settings, **_declaring(settings, request))
    one = Project.made_of(drawn.name, settings, {kind: drawn.table(kind) for kind in drawn.kinds})
    now, data = draw(clocks(one)), draw(st.binary(min_size=BYTES, max_size=BYTES))
    if request is None and data[-1] % 4:
        asked = attrs.evolve(asked, as_of=None)  # a look back takes long, and leaves all days alone
    return varied(one, asked, now, data, rules=rules, checks=checks, about=parts)


def _declaring(settings: Any, request: Request) -> dict[str, Any]:
    audiences = {name: ("someone",) for name in request.audiences if name != "public"}
    return {
        "purposes": {request.purpose: "drawn", **settings.purposes},
        "audiences": {**audiences, **settings.audiences},
    }


def varied(
    one: Project,
    request: Request,
    now: datetime,
    data: bytes,
    *,
    rules: Iterable[ConsentRule] = OWN_RULES,
    checks: Iterable[EqualityCheck] = (),
    about: Iterable[str] = ABOUT,
) -> Pair:
    """Return a project with another one of which the same may be seen: three bytes of *data* choose for each move."""
    known, asking, parts = tuple(rules), tuple(checks), frozenset(about)
    asked = asked_of(one, request, today=today_of(one, now), rules=known)
    draft = Draft.of(one, asked, numbers=bool(asking))
    before = seen(draft)
    done = list(_made(draft, data, parts, asking))
    order = -1 if data[-1:] > b"\x7f" else 1
    other = _reordered(draft.whole(order=order)) if order < 0 else draft.whole()
    after = Draft.of(other, asked_of(other, request, today=asked.today, rules=known))
    _same(before, seen(after, back=draft.renamed), done)
    if asking or any("counted" in said for said in done):
        _same(numbers(one, draft, asking), numbers(other, after, asking), done)
    return Pair(
        one=one,
        other=other,
        request=request,
        now=now,
        rules=known,
        checks=asking,
        what_changed=(*done, *(["order"] if order < 0 else [])),
        canaries=tuple(draft.canaries),
    )


def _made(draft: Draft, data: bytes, about: frozenset[str], checks: Sequence[EqualityCheck]) -> Iterator[str]:
    """Make the moves that *data* chooses; what is counted is changed before answers are, and these last."""
    of_counted: Move = lambda draft, picks: _counted(draft, picks, checks)  # noqa: E731  # a move, as the others
    moves: dict[Move, tuple[str, ...]] = {**MOVES, of_counted: ("counted",), _history: ("answers",)}
    for at, (move, parts) in enumerate(moves.items()):
        seed = data[3 * at : 3 * at + 3]
        if about.intersection(parts) and seed > SPARED:
            yield from filter(None, [move(draft, Picks(hashlib.shake_128(seed).digest(SPREAD)))])


def _same(before: Any, after: Any, done: Sequence[str]) -> None:
    """Hold that the same may be seen of both; what is changed where nobody may look decides nothing for others."""
    if before != after:
        gone = [key for key in before if before[key] != after.get(key)]
        new = [key for key in after if after[key] != before.get(key)]
        raise AssertionError(f"other things may be seen after {', '.join(done)}: {gone[:2]} became {new[:2]}")


def _reordered(project: Project) -> Project:
    """Return the same project with its settings in another order."""
    names = ("audiences", "purposes", "permission", "sectors", "agreed")
    turned: dict[str, Any] = {name: dict(reversed(getattr(project.settings, name).items())) for name in names}
    tables = {kind: project.table(kind) for kind in project.kinds}
    return Project.made_of(project.name, attrs.evolve(project.settings, **turned), tables)


def _counted(draft: Draft, picks: Picks, checks: Sequence[EqualityCheck]) -> str:
    """Change what is counted, as long as no number that may be shown changes, and each small one stays a small one."""
    before, said = _told(draft, checks), []
    rows = [dict(item.cells) for item in draft.items]
    for one in counted(draft, picks):
        if _told(draft, checks) == before:
            said.append(one)
            rows = [dict(item.cells) for item in draft.items]
        else:
            for item, cells in zip(draft.items, rows, strict=True):
                item.cells.update(cells)
    return ", ".join(dict.fromkeys(said))


def _told(draft: Draft, checks: Sequence[EqualityCheck]) -> tuple[Any, ...]:
    """Return what rows and numbers of a draft may be seen."""
    whole = draft.whole()
    return seen(Draft.of(whole, draft.asked)), numbers(whole, draft, checks)


def _history(draft: Draft, picks: Picks) -> str:
    """Add an answer, or give one another day, where everything is then decided as it was."""
    project = draft.whole()
    form = Form.of(project.settings, categories(project.kinds), draft.ids())
    if not form.who:
        return ""
    old = [dict(one) for one in draft.consents]
    if picks.rarely(2) or not old:
        made = answer(picks, form)
        draft.consents.append({name: getattr(made, name) for name in old[0]} if old else _plain(made))
    else:
        picks.one(draft.consents)["on"] = picks.one(DAYS)
    if _decided_alike(draft, project):
        return "answers that decide nothing"
    draft.consents[:] = old
    return ""


def _plain(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in columns_of(type(record))}


def _decided_alike(draft: Draft, before: Project) -> bool:
    try:
        after = draft.whole()
    except InvalidInput:  # an answer to a statement that was not on the form yet
        return False
    return decide(before, draft.asked) == decide(after, draft.asked)
