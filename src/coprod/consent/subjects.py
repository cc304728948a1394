"""
What each subject allows: one level for each subject and cell, computed on the frame.

Events are judged once per distinct state (see `answers`), and the outcome is joined back. Of the events that answer
one statement the latest stands, of two on one day the stricter; a closing ends what came before it; of the statements
that stand the most open counts; the person's own answers and those that others gave for them are joined by `max`,
and so are the audiences. A subject that is not in the result has allowed nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Self, TypeAlias

import attrs
import narwhals as nw

from coprod.consent.answers import CLOSED, NO, PUBLIC_FACT, Asked, Judged, Outcome, State, outcomes
from coprod.consent.coding import NUMBER, STRANGER, code_name, coded, numbers
from coprod.consent.standing import Answer, standing
from coprod.engines import Frame, day_number, keep, lift, looked_up, rows, stack
from coprod.level import RANKS, Level
from coprod.project import Project
from coprod.records import Characteristic, Consent, Partner
from coprod.records.consent import GRANTING

__all__ = ["Levels", "levels", "rank_name"]

Cell: TypeAlias = tuple[int, int]
"""What is asked for: a pair, and an audience, as their numbers."""

WITHHOLD = Level.WITHHOLD.rank
WHO = code_name("who")
NOTHING = -1  # where a state says nothing of a cell
SEVERAL = ("statements", "categories", "purposes", "audiences", "conditions")  # facts that are several words
NEEDS = {  # the column that a fact is made of; where no answer fills it, the fact is empty
    **{name: name for name in ("categories", "purposes", "audiences", "level", "explicit", "conditions")},
    "proxy": "given_by",
    "authority": "authority",
    "capacity": "capacity",
}
OF_A_YES = ("level", "explicit", "conditions", "authority", "capacity", "months", "method", "subject")
NAMED = "characteristic"  # facts that are the characteristics that rules name, by number
RANKED, SPOKEN = "__told", "__voice"  # what a column holds
ROW, CELL = "\x1d", "\x1e"
UNIT = "\x1f"  # parts the facts of a state; no text that coprod reads can hold it, nor the two above
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


@attrs.frozen
class Said:
    """A state, and what an answer in it says of each cell."""

    state: State
    outcomes: tuple[Outcome, ...]


def levels(project: Project, asked: Asked) -> Levels:
    """Return what each subject allows, of what is *asked*."""
    used = _used(project)
    events = keep(_events(project, asked, used), many=True)
    names = [name for name in _facts(asked) if _kept(name, used)]
    states = {text: _state(text, names, asked) for (text,) in rows(events.select("state").unique(), many=True)}
    judged: Judged = {}
    said = {text: Said(state, tuple(outcomes(state, asked, judged))) for text, state in states.items()}
    young = _young(events, asked)
    told = Told.of(said, young)
    latest = _latest(events.filter(c("items").is_null()), said, told)
    return Levels(keep(_general(latest, told, asked, young), many=True), _items(events, said, asked, young))


def _items(events: Frame, said: Mapping[str, Said], asked: Asked, young: Frame | None) -> Frame | None:
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


def _used(project: Project) -> frozenset[str]:
    """Return the columns that some answer fills; nothing is read or carried along for the others."""
    filled = [(~c(name).is_null()).max().alias(name) for name in NEEDS.values()]
    ((*found,),) = rows(project.frame(Consent).select(*filled), many=True)
    return frozenset(name for name, is_ in zip(NEEDS.values(), found, strict=True) if is_)


def _events(project: Project, asked: Asked, used: frozenset[str]) -> Frame:
    """Return one row for each answer given so far, and for each partner whose facts are public: who, day, state."""
    consents = coded(project, Consent).filter(c("on") <= nw.lit(asked.today)).filter(c(WHO) > STRANGER)
    consents = looked_up(consents, WHO, numbers(project).select(NUMBER, "subject"))
    for number, name in enumerate(asked.named):
        consents = consents.join(_characteristic(project, name, number), on=WHO, how="left")
    young = _true(c("capacity") == nw.lit("12 or over"))
    state = _said(asked, used)
    events = consents.select("items", who=c(WHO), on=day_number(c("on")), state=state, young=young)
    return stack([events, _public(project, asked, used)]) if asked.settings.public_facts else events


def _characteristic(project: Project, name: str, number: int) -> Frame:
    """Return each partner's value of one characteristic; `more than one` where they gave several."""
    found = coded(project, Characteristic).filter(c("characteristic") == nw.lit(name))
    ends = found.group_by(code_name("partner")).agg(c("value").min().alias("low"), c("value").max().alias("high"))
    value = nw.when(c("low") == c("high")).then(c("low")).otherwise(nw.lit("more than one"))
    return ends.select(c(code_name("partner")).alias(WHO), value.alias(f"__char{number}"))


def _coded(facts: Mapping[str, nw.Expr], used: frozenset[str]) -> nw.Expr:
    """Return a state as one text: its facts in order, without those that no answer of the project fills."""
    kept = [fact for name, fact in facts.items() if _kept(name, used)]
    return nw.concat_str(kept, separator=UNIT, ignore_nulls=True)  # no fact is null: to look for that takes long


def _said(asked: Asked, used: frozenset[str]) -> nw.Expr:
    """Return the state of an answer; what only a yes that holds is asked for is empty in others."""
    facts = _facts(asked)
    others = {name: nw.lit("") if _of_a_yes(name) else fact for name, fact in facts.items()}
    holds = _live(asked) & c("status").is_in(list(GRANTING))
    return nw.when(holds).then(_coded(facts, used)).otherwise(_coded(others, used))


def _of_a_yes(name: str) -> bool:
    return name in OF_A_YES or name.startswith(NAMED)


def _kept(name: str, used: frozenset[str]) -> bool:
    return name not in NEEDS or NEEDS[name] in used


def _live(asked: Asked) -> nw.Expr:
    """Return whether an answer, and the authority to give it, still hold."""
    until = c("until")
    if asked.settings.consent.until:
        until = nw.coalesce(until, nw.lit(asked.settings.consent.until))
    ends = [until, c("authority_until")]
    return nw.all_horizontal(*[_true(end.is_null() | (end >= nw.lit(asked.today))) for end in ends], ignore_nulls=False)


def _facts(asked: Asked) -> dict[str, nw.Expr]:
    """Return the fields of `State`, in order, as texts."""
    bare = c("who").str.replace_all("partner:", "", literal=True)
    proxy = _true(~(c("given_by") == c("who")) & ~(c("given_by") == bare))
    facts = {name: _text(c(name)) for name in ("status", "statements", "categories", "purposes", "audiences")}
    facts |= {"level": _text(c("level")), "explicit": _flag(_true(c("explicit"))), "conditions": _text(c("conditions"))}
    facts |= {"live": _flag(_live(asked)), "proxy": _flag(proxy)}
    facts |= {"authority": _text(c("authority")), "capacity": _text(c("capacity"))}
    facts |= {"months": _months(asked.today), "method": _text(c("method"), asked.settings.consent.method)}
    facts |= {"subject": c("subject")}
    facts |= {"reaches": _flag(_true(c("on") >= nw.lit(asked.newest))) if asked.newest else nw.lit("1")}
    return facts | {f"{NAMED}{n}": _text(c(f"__char{n}")) for n in range(len(asked.named))}


def _true(expression: nw.Expr) -> nw.Expr:
    return expression.fill_null(value=False)


def _flag(expression: nw.Expr) -> nw.Expr:
    return nw.when(expression).then(nw.lit("1")).otherwise(nw.lit(""))


def _text(expression: nw.Expr, default: str = "") -> nw.Expr:
    return expression.fill_null(default)


def _months(today: date) -> nw.Expr:
    on = c("on").dt
    months = (today.year * 12 + today.month) - (on.year().cast(nw.Int64) * 12 + on.month().cast(nw.Int64))
    return (months - nw.when(on.day().cast(nw.Int64) > today.day).then(nw.lit(1)).otherwise(nw.lit(0))).cast(nw.String)


def _public(project: Project, asked: Asked, used: frozenset[str]) -> Frame:
    """Return an answer for each partner whose facts need no permission; it comes before any other."""
    few = _true(c("people").is_between(1, 2))  # of one or two people: then it is about those people
    found = coded(project, Partner).filter(c("kind").is_in(list(asked.settings.public_facts)) & ~few)
    said = {"status": nw.lit(PUBLIC_FACT), "live": nw.lit("1"), "subject": c("kind"), "reaches": nw.lit("1")}
    facts = {name: said.get(name, nw.lit("")) for name in _facts(asked)}
    nothing = nw.lit(None, dtype=nw.String).alias("items")
    state, who = _coded(facts, used), c(code_name("id"))
    return found.select(nothing, who=who, on=nw.lit(0, dtype=nw.Int64), state=state, young=nw.lit(value=False))


def _state(text: str, names: Sequence[str], asked: Asked) -> State:
    """Return the state that a text tells, given the names of the facts in it."""
    facts = defaultdict(str, zip(names, text.split(UNIT), strict=True))
    words = {name: frozenset(facts[name].split(";")) - {""} for name in SEVERAL}
    return State(
        status=facts["status"],
        statements=words["statements"],
        categories=words["categories"],
        purposes=words["purposes"],
        audiences=words["audiences"],
        level=facts["level"],
        explicit=bool(facts["explicit"]),
        conditions=words["conditions"],
        live=bool(facts["live"]),
        proxy=bool(facts["proxy"]),
        authority=facts["authority"],
        capacity=facts["capacity"],
        months=int(facts["months"] or 0),
        method=facts["method"],
        subject=facts["subject"],
        reaches=bool(facts["reaches"]),
        characteristics=tuple(facts[f"{NAMED}{number}"] for number in range(len(asked.named))),
    )


@attrs.frozen
class Told:
    """
    What the states say, as a table with one column for each distinct thing that they tell of a cell.

    All that is told the same by every state shares a column, such as the cells that one statement covers.

    Attributes:
        columns: Name of each column, and its value in each state: a rank, or who spoke; NOTHING where it says nothing.
        ranks: The column of a cell, a track and a source.
        voices: The column of a cell and a track; none where all that counts is what partners said themselves.
    """

    columns: Mapping[str, tuple[int, ...]]
    ranks: Mapping[tuple[Cell, bool], Mapping[str, str]]
    voices: Mapping[tuple[Cell, bool], str]

    @classmethod
    def of(cls, said: Mapping[str, Said], young: Frame | None) -> Self:
        """Return what these states say."""
        ranks: dict[tuple[Cell, bool], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        voices: dict[tuple[Cell, bool], dict[str, int]] = defaultdict(dict)
        for text, one in said.items():
            for outcome in one.outcomes:
                track = (outcome.pair, outcome.audience), one.state.proxy
                ranks[track][outcome.source][text] = RANKS[outcome.level]
                voices[track][text] = outcome.voice
        names: dict[tuple[str, tuple[int, ...]], str] = {}

        def name(sort: str, told: Mapping[str, int]) -> str:
            values = tuple(told.get(text, NOTHING) for text in said)
            return names.setdefault((sort, values), f"{sort}{len(names)}")

        ranked = {track: {source: name(RANKED, told) for source, told in of.items()} for track, of in ranks.items()}
        judged = young is not None or any(proxy or PUBLIC_FACT in of for (_, proxy), of in ranks.items())
        spoken = {track: name(SPOKEN, told) for track, told in voices.items() if judged}
        return cls({name: values for (_, values), name in names.items()}, ranked, spoken)

    def cells(self, pair: int, audience: int) -> list[tuple[Mapping[str, str], str]]:
        """Return the tracks of a cell: its columns by source, and the column of who spoke."""
        tracks = [((pair, audience), proxy) for proxy in (False, True)]
        return [(self.ranks[track], self.voices.get(track, "")) for track in tracks if track in self.ranks]


def _latest(events: Frame, said: Mapping[str, Said], told: Told) -> Frame:
    """Return for each subject, in each column, the latest day with its strictest rank, packed in one number."""
    if not told.columns:
        return events.select("who").unique()
    table = _table(events, told, said)
    packed = {
        name: nw.when(c(name) > NOTHING).then(c("on") * 4 + c(name)).otherwise(nw.lit(NOTHING, dtype=nw.Int64))
        for name in told.columns
        if name.startswith(RANKED)
    }
    joined = events.select("who", "on", "state").join(table, on="state", how="inner").with_columns(**packed)
    return joined.group_by("who").agg(*[c(name).max() for name in told.columns])


def _table(like: Frame, told: Told, said: Iterable[str]) -> Frame:
    """Return what each state says: lifted as one text and parted there, since DuckDB takes long over many rows."""
    lines = ROW.join(CELL.join(map(str, line)) for line in zip(said, *told.columns.values(), strict=True))
    parted = lift(like, {"line": str}, [(lines,)]).select(c("line").str.split(ROW)).explode("line")
    cells = parted.select(cell=c("line").str.split(CELL))
    numbers = {name: c("cell").list.get(at).cast(nw.Int64) for at, name in enumerate(told.columns, 1)}
    return keep(cells.select(state=c("cell").list.get(0), **numbers))


def _general(latest: Frame, told: Told, asked: Asked, young: Frame | None) -> Frame:
    """Return the rank of each pair for every subject that allows anything."""
    if young is not None:
        latest = latest.join(young, on="who", how="left").with_columns(c("needed").fill_null(1))
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
    return nw.when(unrefused).then(c(public[0])).otherwise(judged)  # of day 0: the number is the rank


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


def _young(events: Frame, asked: Asked) -> Frame | None:
    """Return who needs their own yes and a parent's, where the project says so."""
    if asked.settings.held.young_people != "own and parent":
        return None
    return events.filter(c("young")).select("who").unique().with_columns(needed=nw.lit(2, dtype=nw.Int64))
