"""The countable project holds what may at least be counted, and nothing else."""

from tests.consent.building import NOW, SETTINGS, permission, yes

from coprod import Partner, Project, View
from coprod.consent.countable import SOME_WORDS, countable
from coprod.consent.decide import asked_of, decide
from coprod.request import Request

PEOPLE = [Partner("ana", kind="person", name="Ana B"), Partner("bo", kind="person")]
VIEWS = [View("v1", partner="ana", reply="Yes"), View("v2", partner="bo", reply="No")]


def counted(*answers: object, settings: object = SETTINGS) -> Project:
    """Return what may be counted of two people and their views."""
    project = Project("p", [*PEOPLE, *VIEWS, *answers], settings=settings)  # type: ignore[list-item,arg-type]  # records
    return countable(project, decide(project, asked_of(project, Request("publication", "public"), today=NOW.date())))


def test_who_said_nothing_is_not_counted() -> None:
    """A row that is withheld is not there, and neither is anything of it."""
    project = counted(yes("ana", "count"))
    assert (["ana"], ["v1"]) == (
        [one.id for one in project.records(Partner)],
        [one.id for one in project.records(View)],
    )


def test_words_that_may_not_be_counted_leave_that_there_are_some() -> None:
    """Whether a view was answered is a fact about the view; the words are not there."""
    settings = type(SETTINGS)(
        purposes=SETTINGS.purposes,
        audiences=SETTINGS.audiences,
        permission={"count": permission("count", explicit=False)},
    )
    (view,) = counted(yes("ana", "count"), settings=settings).records(View)
    assert (SOME_WORDS, None) == (view.reply, view.text)
