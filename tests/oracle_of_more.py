"""
What comes on top of `tests/oracle.py`: communities' labels, the partners as an audience, and plugins' rules.

Each is one more reason to withhold, so each only tightens what the base gives.
"""

from __future__ import annotations

from tests.oracle import Oracle, is_own

from coprod.consent.rule import ConsentState, Ruling
from coprod.level import Level
from coprod.records import Characteristic, Consent, Partner
from coprod.records.consent import CLOSING as NO
from coprod.schema import columns_of


class OracleOfMore(Oracle):
    """The base, and what speaks beside it."""

    def __init__(self, project, request, today, rules=()):
        super().__init__(project, request, today)
        self.rules = rules
        self.ties = {kind.about.category for kind in project.kinds if kind is not Consent and is_tie(kind)}
        there = [p for p in self.rows[Partner] if p.left is None or p.left >= today]
        wanted = request.recipients
        self.getting = there if wanted is None else [p for p in self.rows[Partner] if p.id in wanted]

    def names(self, row):
        """Section 5.5: how openly each partner in a row may be named, by their identity; nobody in a cell is free."""
        identity = columns_of(Partner)["name"]
        items = frozenset(one.ref for one in (row, *self.needed(row)))
        columns = columns_of(type(row)).values()
        own = [c for c in columns if c.subject and not c.refs]
        partners = [
            getattr(row, c.name) for c in (*own, *(c for c in columns if c.refs == ("partner",) and not c.many))
        ]
        asked = [
            [self.allows(f"partner:{one}", items, identity, to) for to in self.request.audiences] for one in partners
        ]
        return [Level.SHARE if one is None else max(said) for one, said in zip(partners, asked, strict=True)]

    def allows(self, who, items, column, to):
        """A community that a subject belongs to is one more subject, and nobody can waive that."""
        about = self.by_ref.get(who)
        labels = [one for one in self.toml.labels if isinstance(about, Partner) and self.covers(one, about)]
        return max(self.alone(one, items, column, to) for one in [who, *(f"partner:{one.partner}" for one in labels)])

    def covers(self, label, partner):
        """Whether a label is about a partner; who does not say how they are here is here as most of their sector."""
        seen = {"here_as": self.toml.sectors.get(partner.sector or "")}
        return all((getattr(partner, name, None) or seen.get(name)) == value for name, value in label.covers.items())

    def alone(self, who, items, column, to):
        """What one of them allows; rules are asked about a fact that is public, too."""
        level = super().allows(who, items, column, to)
        mine = [c for c in self.rows[Consent] if c.who == who and c.on <= self.today and (c.items or items) & items]
        noes = [c for c in mine if c.status in NO and any(self.gives(c, key, column, to) for key in self.keys)]
        fact = who in self.facts and not column.special and column.category not in {"views", "experience"}
        if not fact or noes:
            return level
        base = max(level, self.request.level)
        return self.ruled(who, base, column, to, status="public fact", capped=base is not Level.SHARE)

    def gives(self, c, key, column, to):
        """An answer reaches partners who had joined by its day, and rules may tighten it."""
        level = super().gives(c, key, column, to)
        if level is None or level is Level.WITHHOLD:
            return level
        if self.toml.joins(to) and any(p.joined is None or p.joined > c.on for p in self.getting):
            return Level.WITHHOLD
        said = self.toml.permission[key] if key else c
        return self.ruled(
            c.who,
            max(level, self.request.level),
            column,
            to,
            status=c.status,
            track="own" if is_own(c) else "others",
            by_proxy=not is_own(c),
            explicit=bool(said.explicit),
            months=(self.today.year - c.on.year) * 12 + self.today.month - c.on.month - (self.today.day < c.on.day),
            capped=level < self.request.level,
            authority=c.authority,
            capacity=c.capacity,
            method=c.method or self.toml.consent.method or None,
        )

    def ruled(self, who, base, column, to, **facts):
        """What rules leave of a level; one that does not answer with a ruling leaves nothing."""
        if not self.rules or base is Level.WITHHOLD:
            return base
        about = self.by_ref.get(who)
        state = {
            "category": column.category,
            "special": column.special,
            "structure": column.category in self.ties,
            "purpose": self.request.purpose,
            "audience": to,
            "public": to == "public",
            "subject": about.kind if isinstance(about, Partner) else "space",
            "level": base,
            "review_months": self.toml.consent.review_months,
            "lawful_basis": self.toml.held.lawful_basis,
            **facts,
        }
        asked = [rule for rule in self.rules if rule.categories is None or column.category in rule.categories]
        return max([base, *(self.ruling(rule, who, state) for rule in asked)])

    def ruling(self, rule, who, state):
        """What one rule says; whatever is no ruling withholds."""
        known = {name: self.characteristic(who, name) for name in rule.characteristics}
        if state["status"] == "public fact":
            known = dict.fromkeys(rule.characteristics)  # Read as: facts of an organisation have no characteristics
        try:
            said = rule.decide(ConsentState(**state, characteristics=known))
        except Exception:  # noqa: BLE001  # whatever a rule raises, it withholds
            return Level.WITHHOLD
        return said.level if type(said) is Ruling and type(said.level) is Level else Level.WITHHOLD

    def characteristic(self, who, name):
        """What a partner says of themselves under a name."""
        rows = [one for one in self.rows[Characteristic] if f"partner:{one.partner}" == who]
        said = {one.value for one in rows if one.characteristic == name}
        return said.pop() if len(said) == 1 else "more than one" if said else None


def is_tie(kind):
    """Whether rows of a kind tie a partner to another, or to a record."""
    refs = [c for c in columns_of(kind).values() if c.refs and not c.many]
    return "id" not in columns_of(kind) and any(c.refs == ("partner",) for c in refs) and len(refs) > 1
