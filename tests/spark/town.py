"""A drawn project, as large as is wanted: every kind, every column filled in some row and empty in another."""

from random import Random

from coprod import Project
from coprod.records import BUILT_IN, Consent, Partner
from coprod.schema import columns_of, kind_name
from coprod.testing.consents import Form, answer, first_answer
from coprod.testing.declared import SIZE, categories, said
from coprod.testing.drawing import Picks
from coprod.testing.strategies import _distinct, _row

TEXTS = ("Zoë met İpek\nin the Straße", "ﬁ and 🧑🏽‍🤝‍🧑🏽, half past two")


def town(seed: int, partners: int, others: int) -> Project:
    """
    Return a project drawn from *seed*, the same at each call.

    Args:
        seed: Where chance starts.
        partners: How many partners are drawn.
        others: How many rows of every other kind are drawn; those that would be there twice are left out.
    """
    random = Random(seed)  # noqa: S311  # no secret is made of it
    picks = Picks(random.randbytes(SIZE), TEXTS)
    chosen = said(picks, BUILT_IN)
    numbers = {kind: partners if kind is Partner else others for kind in BUILT_IN if kind is not Consent}
    rows = {kind: [random.randbytes(len(columns_of(kind)) + 6) for _ in range(n)] for kind, n in numbers.items()}
    ids = {kind_name(kind): _ids(kind, numbers[kind]) for kind in rows if "id" in columns_of(kind)}
    made = [one for kind, found in rows.items() for one in _distinct(kind, found, TEXTS, ids, chosen)]
    form = Form.of(chosen, categories(BUILT_IN), ids)
    made += [first_answer(who, form) for who in form.who if random.random() < 0.8]
    made += [answer(Picks(random.randbytes(24), TEXTS), form) for _ in range(others)]
    return Project.from_source("A town", map(_row, made), settings=chosen)


def _ids(kind, count: int) -> tuple[str, ...]:
    """Return distinct ids, each there in capitals and in small letters."""
    start = kind_name(kind)[:2]
    return tuple(f"{start}{n // 2}é" if n % 2 else f"{start.upper()}{n // 2}É" for n in range(count))


def empty_columns(project: Project) -> list[str]:
    """Return each column that can be empty and is so in no row."""
    return [
        f"{kind_name(kind)}.{name}"
        for kind in project.kinds
        for at, (name, column) in enumerate(columns_of(kind).items())
        if not column.required and all(row[at] is not None for row in project.stored(kind))
    ]
