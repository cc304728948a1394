"""
What each subject allows: one level for each subject and cell, computed on the frame.

Events are judged once per distinct state (see `answers`), and the outcome is joined back. Of the events that answer
one statement the latest stands, of two on one day the stricter; a closing ends what came before it; of the statements
that stand the most open counts; the person's own answers and those that others gave for them are joined by `max`,
and so are the audiences. A subject that is not in the result has allowed nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import attrs
import narwhals as nw

from coprod.consent.answers import CLOSED, NO, PUBLIC_FACT, Asked, Judged, outcomes
from coprod.consent.coding import STRANGER, code_name, coded
from coprod.consent.histories import HISTORY, histories, latest_of, said_by
from coprod.consent.said import DAY, SORT, WHO, sayings, sorts
from coprod.consent.standing import Answer, standing
from coprod.consent.state_numbers import StateNumbers, characteristic_name
from coprod.consent.told import NOTHING, Said, Told
from coprod.engines import Frame, distinct, keep, lift, looked_up, rows, stack
from coprod.level import Level
from coprod.project import Project
from coprod.records import Characteristic, Partner

__all__ = ["Levels", "levels", "rank_name"]

WITHHOLD = Level.WITHHOLD.rank
c = nw.col


@attrs.frozen
class Levels:
    """
    What each subject allows.

    Attributes:
        general: `who` (a number of `coding`) and one column of ranks for each pair; null is WITHHOLD.
        items: The same by `who` and `item`, for records that some answer names; None where none does.
    """

    general: Frame
    items: Frame | None


def rank_name(pair: int) -> str:
    """Return the name of the column that holds the rank of a pair."""
    return f"__rank{pair}"


def levels(project: Project, asked: Asked) -> Levels:
    """Return what each subject allows, of what is *asked*."""
    events, named = _events(project, asked)
    known = [(number, named.state(number)) for (number,) in rows(distinct(events.select("state")), many=True)]
    judged = Judged()
    ruled = {state: Said(state, tuple(outcomes(state, asked, judged))) for state in {state for _, state in known}}
    said = {number: ruled[state] for number, state in known}
    young = _young(events, named)
    told = Told.of(said, young)
    spoken = said_by(events.filter(c("items").is_null()), told)
    general = _general(spoken, told, asked, young) if told.columns else _nobody(events, asked)
    return Levels(general, _items(events, said, asked, young))


def _items(events: Frame, said: Mapping[int, Said], asked: Asked, young: Frame | None) -> Frame | None:
    """Return ranks by who and item for records that some answer names; few do, so these are judged in plain Python."""
    naming = rows(events.filter(~c("items").is_null()).select("who", "items"))
    if not naming:
        return None
    people = lift(events, {"who": int}, sorted({(who,) for who, _ in naming}))
    answers: dict[int, list[Answer]] = defaultdict(list)
    for who, items, on, state in rows(events.join(people, on="who", how="semi").select("who", "items", "on", "state")):
        named = frozenset(items.split(";")) if items else frozenset()
        answers[who].append(Answer(on, said[state].state.proxy, named, said[state].outcomes))
    both = {who for who, _ in rows(young)} if young is not None else set()
    pairs = sorted({(who, item) for who, items in naming for item in items.split(";")})
    ranks = [(who, item, *standing(answers[who], asked, item, both=who in both)) for who, item in pairs]
    types = {"who": int, "item": str, **{rank_name(n): int for n in range(len(asked.pairs))}}
    return keep(lift(events, types, ranks))


def _events(project: Project, asked: Asked) -> tuple[Frame, StateNumbers]:
    """
    Return one row for each answer given so far, and for each partner whose facts are public: who, day, state.

    The states are numbers; what they tell comes with them.
    """
    listed, sort = sayings(project), sorts(project)
    consents = listed.frame.filter(c("on") <= nw.lit(asked.today)).filter(c(WHO) > STRANGER)
    values = []
    for number, name in enumerate(asked.named):
        consents, told = _with_characteristic(project, consents, name, number)
        values.append(told)
    named = StateNumbers(listed, sort.names, values, asked)
    events = consents.select("items", who=c(WHO), on=c(DAY), state=named.of_answer())
    if asked.settings.public_facts:
        events = stack([events, _public(project, asked, named, sort.frame)])
    return keep(events, many=True), named


def _with_characteristic(project: Project, consents: Frame, name: str, number: int) -> tuple[Frame, list[str]]:
    """Put beside each answer the number of what its giver said of a characteristic; return also what these tell."""
    found = keep(_characteristic(project, name), many=True)
    told = ["", *sorted(text for (text,) in rows(distinct(found.select("text")), many=True) if text)]
    listed = lift(found, {"text": str, "number": int}, [(text, at) for at, text in enumerate(told)])
    at = c("number").alias(characteristic_name(number))
    consents = consents.join(found.join(listed, on="text").select(WHO, at), on=WHO, how="left")
    return consents.with_columns(c(characteristic_name(number)).fill_null(0)), told


def _characteristic(project: Project, name: str) -> Frame:
    """Return each partner's value of one characteristic; `more than one` where they gave several."""
    found = coded(project, Characteristic).filter(c("characteristic") == nw.lit(name))
    ends = found.group_by(code_name("partner")).agg(c("value").min().alias("low"), c("value").max().alias("high"))
    value = nw.when(c("low") == c("high")).then(c("low")).otherwise(nw.lit("more than one"))
    return ends.select(c(code_name("partner")).alias(WHO), value.alias("text"))


def _public(project: Project, asked: Asked, named: StateNumbers, sort: Frame) -> Frame:
    """Return an answer for each partner whose facts need no permission; it comes before any other."""
    few = c("people").is_between(1, 2).fill_null(value=False)  # of one or two people: then it is about those people
    found = coded(project, Partner).filter(c("kind").is_in(list(asked.settings.public_facts)) & ~few)
    found = looked_up(found, code_name("id"), sort)
    nothing = nw.lit(None, dtype=nw.String).alias("items")
    state, who = named.of_public_fact(c(SORT)), c(code_name("id"))
    return found.select(nothing, who=who, on=nw.lit(0, dtype=nw.Int64), state=state)


def _general(spoken: Frame, told: Told, asked: Asked, young: Frame | None) -> Frame:
    """Return the rank of each pair for every subject that allows anything."""
    tellings = told.by_telling(spoken)
    if young is not None:  # who needs two is asked one by one
        latest = (
            latest_of(spoken, told, tellings).join(young, on="who", how="left").with_columns(c("needed").fill_null(1))
        )
        return keep(_ranks(latest, told, asked, young), many=True)
    whose, answers = histories(spoken, told)
    ranks = keep(_ranks(latest_of(answers, told, tellings), told, asked, None), many=True)
    return whose.join(ranks.rename({"who": HISTORY}), on=HISTORY).drop(HISTORY)


def _nobody(like: Frame, asked: Asked) -> Frame:
    """Return the ranks of nobody: there is no answer that says anything of what is asked for."""
    return lift(like, {"who": int, **{rank_name(n): int for n in range(len(asked.pairs))}}, [])


def _ranks(latest: Frame, told: Told, asked: Asked, young: Frame | None) -> Frame:
    """Return the rank of each pair for everybody of whom the latest answers are known, and who allows anything."""
    ranks = {
        rank_name(pair): _most([_judged(told.cells(pair, at), young) for at in range(len(asked.request.audiences))])
        for pair in range(len(asked.pairs))
    }
    found = latest.select("who", **ranks)
    return found.filter(_least([c(name) for name in ranks]) < WITHHOLD)


def _judged(tracks: Sequence[tuple[Mapping[str, str], str]], young: Frame | None) -> nw.Expr:
    """Return the rank of a cell: both tracks by max where both spoke; what is public where nobody said no."""
    public = [columns[PUBLIC_FACT] for columns, _ in tracks if PUBLIC_FACT in columns]
    stands = [_stands(columns) for columns, _ in tracks]
    if not tracks:
        return _fixed(WITHHOLD)
    if young is None and len(tracks) == 1 and not public:
        return stands[0]
    spoke = [c(voice) > 0 for _, voice in tracks]
    rank = _most([nw.when(yes).then(one).otherwise(_fixed(NOTHING)) for yes, one in zip(spoke, stands, strict=True)])
    needed = c("needed") if young is not None else _fixed(1)
    number = nw.sum_horizontal(*[nw.when(yes).then(_fixed(1)).otherwise(_fixed(0)) for yes in spoke])
    judged = nw.when(number >= needed).then(rank).otherwise(_fixed(WITHHOLD))
    if not public:
        return judged
    unrefused = (c(public[0]) > NOTHING) & (_most([c(voice) for _, voice in tracks]) < NO)
    return nw.when(unrefused).then(c(public[0]) % 4).otherwise(judged)


def _stands(columns: Mapping[str, str]) -> nw.Expr:
    """Return the most open rank of what came after the last closing; a closing is the strictest of its day."""
    closed = c(columns[CLOSED]) if CLOSED in columns else _fixed(NOTHING)
    names = [name for source, name in columns.items() if source not in {CLOSED, PUBLIC_FACT}]
    ranks = [nw.when(c(name) > closed).then(c(name) % 4).otherwise(_fixed(WITHHOLD)) for name in names]
    return _least(ranks) if ranks else _fixed(WITHHOLD)


def _least(ranks: Sequence[nw.Expr]) -> nw.Expr:
    return nw.min_horizontal(*ranks) if len(ranks) > 1 else ranks[0]  # of one column, Spark has no least


def _most(ranks: Sequence[nw.Expr]) -> nw.Expr:
    return nw.max_horizontal(*ranks) if len(ranks) > 1 else ranks[0]


def _fixed(number: int) -> nw.Expr:
    return nw.lit(number, dtype=nw.Int64)


def _young(events: Frame, named: StateNumbers) -> Frame | None:
    """Return who needs their own yes and a parent's, where the project says so."""
    if named.asked.settings.held.young_people != "own and parent":
        return None
    found = events.select("who", said=named.said())
    young = lift(events, {"said": int}, [(number,) for number in named.young])
    both = distinct(found.join(young, on="said", how="semi").select("who"))
    return both.with_columns(needed=nw.lit(2, dtype=nw.Int64))
