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
from datetime import date

import attrs
import narwhals as nw

from coprod.consent.answers import CLOSED, NO, PUBLIC_FACT, Asked, Outcome, State, outcomes
from coprod.consent.standing import Answer, standing
from coprod.engines import Frame, count, day_number, keep, lift, rows, stack, total
from coprod.level import RANKS, Level
from coprod.project import Project
from coprod.records import Characteristic, Consent, Partner

__all__ = ["Levels", "levels", "rank_name"]

UNIT = "\x1f"  # parts the facts of a state; no text that coprod reads can hold it
c = nw.col


@attrs.frozen
class Levels:
    """
    What each subject allows.

    Attributes:
        general: `who` (a typed reference) and one column of ranks for each pair; null is WITHHOLD.
        items: The same by `who` and `item`, for records that some answer names; None where none does.
    """

    general: Frame
    items: Frame | None


def rank_name(pair: int) -> str:
    """Return the name of the column that holds the rank of a pair."""
    return f"__rank{pair}"


def levels(project: Project, asked: Asked) -> Levels:
    """Return what each subject allows, of what is *asked*."""
    events = keep(_events(project, asked))
    found = {text: list(outcomes(_state(text), asked)) for (text,) in rows(events.select("state").unique())}
    sources = [
        CLOSED,
        PUBLIC_FACT,
        *sorted({o.source for all_ in found.values() for o in all_} - {CLOSED, PUBLIC_FACT}),
    ]
    slots = _slots(events, found, sources, asked)
    whole = events.filter(c("items").is_null())
    young = _young(events, asked)
    judged = _strictest_of_tracks(_winners(_latest(whole, slots), len(sources)), young)
    general = _wide(_all_audiences(judged, asked), asked)
    return Levels(keep(general), _items(events, found, asked, young))


def _items(events: Frame, found: Mapping[str, Sequence[Outcome]], asked: Asked, young: Frame | None) -> Frame | None:
    """Return ranks by who and item for records that some answer names; few do, so these are judged in plain Python."""
    naming = rows(events.filter(~c("items").is_null()).select("who", "items"))
    if not naming:
        return None
    people = lift(events, {"who": str}, sorted({(who,) for who, _ in naming}))
    answers: dict[str, list[Answer]] = defaultdict(list)
    for who, items, on, state in rows(events.join(people, on="who", how="semi").select("who", "items", "on", "state")):
        named = frozenset(items.split(";")) if items else frozenset()
        answers[who].append(Answer(on, _state(state).proxy, named, found[state]))
    both = {who for who, _ in rows(young)} if young is not None else set()
    pairs = sorted({(who, item) for who, items in naming for item in items.split(";")})
    ranks = [(who, item, *standing(answers[who], asked, item, both=who in both)) for who, item in pairs]
    types = {"who": str, "item": str, **{rank_name(n): int for n in range(len(asked.pairs))}}
    return keep(lift(events, types, ranks))


def _events(project: Project, asked: Asked) -> Frame:
    """Return one row for each answer given so far, and for each partner whose facts are public: who, day, state."""
    partners = project.frame(Partner)
    who = nw.concat_str(nw.lit("partner:"), c("id")).alias("who")
    kinds = partners.select(who, subject=c("kind"))
    consents = project.frame(Consent).filter(c("on") <= nw.lit(asked.today)).join(kinds, on="who", how="left")
    for number, name in enumerate(asked.named):
        consents = consents.join(_characteristic(project, name, number), on="who", how="left")
    young = _true(c("capacity") == nw.lit("12 or over"))
    events = consents.select("who", "items", on=day_number(c("on")), state=_facts(asked), young=young)
    return stack([events, _public(partners, who, asked)]) if asked.settings.public_facts else events


def _characteristic(project: Project, name: str, number: int) -> Frame:
    """Return each partner's value of one characteristic; `more than one` where they gave several."""
    found = project.frame(Characteristic).filter(c("characteristic") == nw.lit(name))
    ends = found.group_by("partner").agg(c("value").min().alias("low"), c("value").max().alias("high"))
    value = nw.when(c("low") == c("high")).then(c("low")).otherwise(nw.lit("more than one"))
    return ends.select(nw.concat_str(nw.lit("partner:"), c("partner")).alias("who"), value.alias(f"__char{number}"))


def _facts(asked: Asked) -> nw.Expr:
    """Return the state of each answer as one text: the fields of `State`, in order."""
    today, defaults = asked.today, asked.settings.consent
    until = nw.coalesce(c("until"), nw.lit(defaults.until)) if defaults.until else c("until")
    live = _true(until.is_null() | (until >= nw.lit(today))) & _true(
        c("authority_until").is_null() | (c("authority_until") >= nw.lit(today))
    )
    bare = c("who").str.replace_all("partner:", "", literal=True)
    proxy = _true(~(c("given_by") == c("who")) & ~(c("given_by") == bare))
    texts = ("statements", "categories", "purposes", "audiences", "level")
    parts = [_text(c("status")), *(_text(c(name)) for name in texts)]
    parts += [_flag(_true(c("explicit"))), _text(c("conditions")), _flag(live), _flag(proxy)]
    parts += [
        _text(c("authority")),
        _text(c("capacity")),
        _months(today),
        _text(c("method"), defaults.method),
    ]
    parts += [
        _text(c("subject"), "space"),
        _flag(_true(c("on") >= nw.lit(asked.newest))) if asked.newest else nw.lit("1"),
        *(_text(c(f"__char{number}")) for number in range(len(asked.named))),
    ]
    return nw.concat_str(parts, separator=UNIT)


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


def _public(partners: Frame, who: nw.Expr, asked: Asked) -> Frame:
    """Return an answer for each partner whose facts need no permission; it comes before any other."""
    few = _true(c("people").is_between(1, 2))  # of one or two people: then it is about those people
    found = partners.filter(c("kind").is_in(list(asked.settings.public_facts)) & ~few)
    facts = [
        nw.lit(PUBLIC_FACT),
        *[nw.lit("")] * 7,
        nw.lit("1"),
        *[nw.lit("")] * 3,
        nw.lit("0"),
        nw.lit(""),
        c("kind"),
        nw.lit("1"),
    ]
    facts += [nw.lit("")] * len(asked.named)
    nothing = nw.lit(None, dtype=nw.String).alias("items")
    state = nw.concat_str(facts, separator=UNIT)
    return found.select(who, nothing, on=nw.lit(0, dtype=nw.Int64), state=state, young=nw.lit(value=False))


def _state(text: str) -> State:
    parts = text.split(UNIT)
    words = [frozenset(part.split(";")) - {""} for part in (*parts[1:5], parts[7])]
    return State(
        status=parts[0],
        statements=words[0],
        categories=words[1],
        purposes=words[2],
        audiences=words[3],
        level=parts[5],
        explicit=bool(parts[6]),
        conditions=words[4],
        live=bool(parts[8]),
        proxy=bool(parts[9]),
        authority=parts[10],
        capacity=parts[11],
        months=int(parts[12]),
        method=parts[13],
        subject=parts[14],
        reaches=bool(parts[15]),
        characteristics=tuple(parts[16:]),
    )


def _slots(like: Frame, found: Mapping[str, Sequence[Outcome]], sources: Sequence[str], asked: Asked) -> Frame:
    """Return what each state says: `slot` codes pair, audience, track and source in one number."""
    audiences = len(asked.request.audiences)
    records = [
        (
            text,
            (((o.pair * audiences + o.audience) * 2 + _state(text).proxy) * len(sources)) + sources.index(o.source),
            RANKS[o.level],
            o.voice,
        )
        for text, all_ in found.items()
        for o in all_
    ]
    return lift(like, {"state": str, "slot": int, "rank": int, "voice": int}, records)


def _latest(events: Frame, slots: Frame) -> Frame:
    """Return the latest event of each subject and slot, of those of one day the strictest, packed in one number."""
    packed = (c("on") * 4 + c("rank")).max().alias("packed")
    return events.join(slots, on="state", how="inner").group_by("who", "slot").agg(packed, c("voice").max())


def _winners(latest: Frame, sources: int) -> Frame:
    """Return for each subject, cell and track: the most open level of what stands, who spoke, what is public."""
    cells = latest.with_columns(cell=c("slot") // sources, source=c("slot") % sources, on=c("packed") // 4)
    closed = cells.filter(c("source") == 0).select("who", "cell", ended=c("on"))
    after = cells.join(closed, on=["who", "cell"], how="left")
    stands = (c("source") > 1) & (c("ended").is_null() | (c("on") > c("ended")))
    rank = nw.when(stands).then(c("packed") % 4).otherwise(nw.lit(Level.WITHHOLD.rank))
    public = nw.when(c("source") == 1).then(c("packed") % 4)
    return after.group_by("who", "cell").agg(
        rank.min().cast(nw.Int64).alias("rank"), c("voice").max(), public.min().cast(nw.Int64).alias("public")
    )


def _young(events: Frame, asked: Asked) -> Frame | None:
    """Return who needs their own yes and a parent's, where the project says so."""
    if asked.settings.held.young_people != "own and parent":
        return None
    return events.filter(c("young")).select("who").unique().with_columns(needed=nw.lit(2, dtype=nw.Int64))


def _strictest_of_tracks(winners: Frame, young: Frame | None) -> Frame:
    """Join a person's own track and others' by max where both spoke; what is public counts where nobody said no."""
    spoke = c("voice") > 0
    tracks = (
        winners.with_columns(cell=c("cell") // 2)
        .group_by("who", "cell")
        .agg(
            nw.when(spoke).then(c("rank")).max().alias("rank"),
            total(spoke).alias("spoke"),
            c("voice").max(),
            c("public").min(),
        )
    )
    both = (
        tracks.with_columns(needed=nw.lit(1, dtype=nw.Int64))
        if young is None
        else tracks.join(young, on="who", how="left")
    )
    enough = c("spoke") >= c("needed").fill_null(1)
    answered = nw.when(enough).then(c("rank")).otherwise(nw.lit(Level.WITHHOLD.rank, dtype=nw.Int64))
    public = ~c("public").is_null() & (c("voice") < NO)
    return both.select("who", "cell", rank=nw.when(public).then(c("public")).otherwise(answered))


def _all_audiences(judged: Frame, asked: Asked) -> Frame:
    """Keep what every audience may have, at the strictest of their levels."""
    audiences = len(asked.request.audiences)
    open_ = judged.filter(c("rank") < Level.WITHHOLD.rank).with_columns(pair=c("cell") // audiences)
    joined = open_.group_by("who", "pair").agg(c("rank").max(), count().alias("n"))
    return joined.filter(c("n") == audiences).select("who", "pair", "rank")


def _wide(long: Frame, asked: Asked) -> Frame:
    ranks = [
        nw.when(c("pair") == number).then(c("rank")).min().alias(rank_name(number))
        for number in range(len(asked.pairs))
    ]
    return long.group_by("who").agg(*ranks)
