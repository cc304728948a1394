"""A release holds what may leave and nothing else."""

import pickle
from datetime import date

import pytest
from tests.consent.building import NOW, SETTINGS, no, released, rows, yes

from coprod import Findings, Partner, Project, Relationship, Release, Request, Space, app
from coprod.errors import NotFound
from coprod.release import released_types

ANA = Partner("ana", kind="person", name="Ana Canary", sector="citizen", joined=date(2019, 1, 15))
BO = Partner("bo", kind="person", name="Bo Canary")


def test_a_table_is_asked_for_by_name_or_by_kind() -> None:
    """Both give the same rows."""
    release = released(ANA, yes("ana", "share"))
    assert release.rows(Partner) == release.rows("partners")
    assert 1 == len(release.frame("partners"))
    assert 0 == len(release.frame("needs"))
    assert list(released_types(Partner)) == release.frame(Partner).columns


def test_an_unknown_table_says_what_there_is() -> None:
    """With a near match."""
    with pytest.raises(NotFound, match="Did you mean `partners`"):
        released(ANA).rows("partnrs")
    with pytest.raises(NotFound, match="no table `records`"):
        released(ANA).rows(type(ANA).__mro__[1])


def test_every_call_decodes_a_fresh_copy() -> None:
    """What one reader does to its rows does not reach another."""
    release = released(ANA, yes("ana", "share"))
    release.rows("partners")[0]["name"] = "somebody else"
    assert ["Ana Canary"] == rows(release, "partners", "name")


def test_the_graph_is_of_released_rows() -> None:
    """Nodes are typed references; who stays is no node. People are there by group as well."""
    knows = Relationship("ana", "bo", kind="knows")
    graph = released(ANA, BO, knows, Space("s1", name="Tea", people=9), yes("ana", "share"), no("bo")).graph()
    assert ["group:everyone", "partner:ana", "space:s1"] == sorted(graph)
    assert "partner" == graph.nodes["partner:ana"]["record"]


def test_the_bytes_hold_nothing_that_stays() -> None:
    """V5: no withheld text is anywhere in what a release is made of."""
    release = released(
        ANA, BO, Relationship("ana", "bo", kind="knows"), yes("ana", "share", "count"), yes("bo", "count")
    )
    assert b"Ana Canary" in b"".join(release._sealed.values())
    assert b"Bo Canary" not in pickle.dumps(release)
    assert "Canary" not in repr(release)


def test_days_are_text() -> None:
    """The type of each released column is known from the schema."""
    release = released(ANA, yes("ana", "share"))
    assert (str, "2019-01-15") == (
        release.columns("partners")["joined"],
        release.rows("partners")[0]["joined"],
    )


def test_the_same_release_again() -> None:
    """With its id and the project's secret, a release is made again to the byte; with another id, it is not."""
    project = Project("p", [ANA, BO, yes("ana", "pseudonym"), yes("bo", "share")], settings=SETTINGS)
    request = Request("publication", "funder")

    def made(**more: object) -> Release:
        return app.share(project, request, now=NOW, **more)  # type: ignore[arg-type]  # options by name

    first = made(secret=b"s")
    assert first._sealed == made(secret=b"s", release_id=first.id)._sealed
    assert first._sealed != made(secret=b"s")._sealed
    assert first._sealed != made(release_id=first.id)._sealed


def test_without_checks_there_are_no_findings() -> None:
    """A release says what it was asked to say."""
    release = released(ANA, yes("ana", "share"))
    assert (0, "test", None) == (len(release.findings), release.findings.project, release.as_of)
    assert isinstance(release.findings, Findings)
