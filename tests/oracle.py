"""
The slow and obvious consent decision, from sections 5.1 to 5.6 of the design: plain loops over plain records.

`Oracle(project, request, today).level(row, column)` is how openly one cell of one row may leave. It knows nothing of
the engine, is never quick, and holds at most 60 lines of code; a test counts them. What the text leaves open, and how
it is read here, is marked "Read as". Three things that come on top are in `tests/oracle_of_more.py`: communities'
labels, plugins' rules, and the audience that is the partners themselves.
"""

from __future__ import annotations

from collections import defaultdict

from coprod.level import Level
from coprod.records import Attendance, Consent, Experience, Influence, Mention, Partner, Space, View
from coprod.records.consent import CLOSING as NO
from coprod.records.consent import GRANTING as YES
from coprod.schema import columns_of


class Oracle:
    """What one request may see of one project on one day."""

    def __init__(self, project, request, today):
        self.toml, self.request, self.today = project.settings, request, today
        self.rows = defaultdict(tuple, {kind: project.records(kind) for kind in project.kinds})
        self.by_ref = {row.ref: row for rows in self.rows.values() for row in rows}
        self.facts = {p.ref for p in self.rows[Partner] if p.kind in self.toml.public_facts and p.people not in {1, 2}}
        self.keys = {"", *self.toml.permission}  # the statements; "" stands for cells that an answer names itself

    # --- Section 5.4: a cell is as open as the strictest of its subjects, its row's key, and the rows that it needs

    def level(self, row, column):
        """How openly a cell may leave, given its row and its column."""
        people = self.subjects(row, column if column.subject_of_cell else None)
        nobody = row.about.nobody or isinstance(row, Influence)  # Read as: it is about whoever its source is about
        if not (people or nobody) or (column.special and (row.about.nobody or not people)):
            return Level.WITHHOLD  # default deny; and where there is nobody, nobody agreed explicitly
        key = [self.level(row, c) for c in columns_of(type(row)).values() if c.key and not column.key]
        # Read as: partners that a row needs are its subjects; 5.5 asks for their identity to name them, not profile
        needs = [self.level(one, columns_of(type(one))["id"]) for one in self.needed(row) if type(one) is not Partner]
        said = [self.allows(*one, column, to) for one in people for to in self.request.audiences]
        return max([self.request.level, *key, *needs, *said])

    def needed(self, row):
        """The rows that the required references of a row name; words name none."""
        refs = [c.ref(getattr(row, c.name)) for c in columns_of(type(row)).values() if c.refs and c.required]
        return [self.by_ref[ref] for ref in refs if ref in self.by_ref]

    def subjects(self, row, cell=None):
        """Whom a row is about, each with the records that a "no" to this one could name."""
        own = [getattr(row, c.name) for c in columns_of(type(row)).values() if c.subject or c is cell]
        own += [one.partner for one in self.rows[Mention] if one.item == row.ref and one.part != "someone else"]
        own += self.few(row) if isinstance(row, Space) else []
        room = {f"space:{row.space or ''}"} if isinstance(row, View | Experience) and row.partner is None else set()
        refs = frozenset(one.ref for one in (row, *self.needed(row)))  # Read as: a no to v1 covers my answer to it
        found = {(who, refs) for who in room | {f"partner:{one}" for one in own if one is not None}}
        # Read as: a partner whom a row needs is asked about that row, since a yes to one item opens that item
        return found.union(*({(it.ref, refs)} if type(it) is Partner else self.subjects(it) for it in self.needed(row)))

    def few(self, space):
        """Who came, where fewer than five did. Read as: where nobody knows who, somebody whom nobody asked."""
        came = [one for one in self.rows[Attendance] if one.space == space.id and one.came in {None, "yes", "part"}]
        heads = sum(1 if one.people is None else one.people for one in came) if space.people is None else space.people
        return ([one.partner for one in came] or [""]) if 0 < heads < 5 else []

    # --- Section 5.3: of each statement the latest answer stands; of those that stand, the most open counts

    def allows(self, who, items, column, to):
        """What one subject allows of one cell to one audience; who is no partner has said nothing."""
        mine = [c for c in self.rows[Consent] if c.who == who and c.on <= self.today]
        about = [c for c in mine if (c.items or items) & items and any(self.gives(c, k, column, to) for k in self.keys)]
        young = self.toml.held.young_people == "own and parent" and any(c.capacity == "12 or over" for c in mine)
        spoke = {True, False} if young else {is_own(c) for c in about if c.status in YES + NO}  # who was asked did not
        stands = [min(self.standing(about, own, k, column, to) for k in self.keys) for own in spoke]
        fact = who in self.facts and not column.special and column.category not in {"views", "experience"}
        return Level.SHARE if fact and not any(c.status in NO for c in about) else Level.strictest(stands)

    def gives(self, c, key, column, to):
        """What an answer gives of a cell through one statement; None where it is not about that."""
        said = self.toml.permission.get(key, c) if c.statements else c
        every = c.statements or (self.keys if c.status in NO else {""})  # a no that names no statement is one to all
        asked = (key, column.category, self.request.purpose, to)
        cells = zip((every, said.categories, said.purposes, said.audiences), asked, strict=True)
        if not all(word in words or (said is c and not words and c.status not in YES) for words, word in cells):
            return None  # a yes names what it opens; what a no does not name, it does not spare
        ends = (c.until or self.toml.consent.until, c.authority_until)
        held = all(day is None or self.today <= day for day in ends) and (c.capacity != "lacks" or not is_own(c))
        met = {*c.conditions, *said.conditions} <= self.request.honours and (said.explicit or not column.special)
        return Level(said.level) if c.status in YES and held and met else Level.WITHHOLD

    def standing(self, answers, own, *cell):
        """What stands of one statement: the answers of the latest day, of two on one day the stricter."""
        level, shut, about = Level.WITHHOLD, False, [c for c in answers if is_own(c) is own and self.gives(c, *cell)]
        for day in sorted({c.on for c in about}):
            today = [c for c in about if c.on == day]
            told = [c for c in today if c.status in NO] or [c for c in today if c.items or not shut]
            level = max((self.gives(c, *cell) for c in told), default=level)
            # an item that a no named stays shut until a yes names it. Read as: a yes to this statement
            shut = any(c.items for c in told if c.status in NO) or (shut and not any(c.status in YES for c in told))
        return level


def is_own(c):
    """Whether somebody answered for themselves. An interpreter is a method, and nobody's voice."""
    return c.given_by in {None, c.who, c.who.partition(":")[2]}
