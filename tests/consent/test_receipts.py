"""A receipt says what was asked and answered, what is not recorded, and nothing else."""

from datetime import UTC, date, datetime
from typing import Any

import attrs
from tests.consent.building import DAY, SETTINGS, no, yes

from coprod import Characteristic, Consent, Need, Partner, Project, Settings, View
from coprod.app.people import receipt
from coprod.consent.receipts import Receipt
from coprod.settings import ConsentDefaults, Held

ANA = Partner("ana", kind="person", name="Ana Bell")
NOW = datetime(2020, 1, 1, 12, tzinfo=UTC)
TOLD = attrs.evolve(
    SETTINGS,
    held=Held(
        controllers=("Tea and talk", "County Libraries"),
        contact="Rowan",
        lawful_basis="legitimate_interests",
        special_condition="explicit_consent",
        where="a drive",
        keep_until=date(2030, 1, 1),
        withdraw_by="Tell us.",
        complaints="the regulator",
    ),
    consent=ConsentDefaults(until=date(2025, 1, 1), method="written", notice="Sheet 1", language="English"),
)


def given(*records: Any, settings: Settings = TOLD) -> Receipt:
    """Return Ana's receipt."""
    return receipt(Project("Tea", [ANA, *records], settings=settings), "ana", now=NOW)


def test_the_four_sections() -> None:
    """Header, processing, party and event hold what the answer and the project say."""
    found = given(yes("ana", "words"))
    (record,) = found.records
    (processing,) = record["processing"]

    assert ("ana", "2020-01-01") == (found.header["pii_principal_id"], found.header["issued"])
    assert {
        "event_time": "2019-01-01",
        "event_type": "consent",
        "event_state": "given",
        "validity_duration": "2025-01-01",
        "entity_id": "ana",
    } == record["event"]
    assert {
        "statement": "words",
        "statement_words": "share",
        "purpose": ["the report"],
        "purpose_type": ["publication"],
        "lawful_basis": "legitimate_interests",
        "special_category_condition": "explicit_consent",
        "pii_type": [{"category": "views", "special": True}],
        "explicit_consent": True,
        "processing_method": "as it is",
        "conditions": "none",
        "items": "all",
        "recipient_third_parties": ["funder", "public"],
        "privacy_notice": "Sheet 1",
        "language": "English",
        "collection_method": "written",
        "pii_controllers": ["Tea and talk", "County Libraries"],
        "storage_locations": "a drive",
        "retention_period": "2030-01-01",
        "jurisdiction": None,
        "withdrawal_method": "Tell us.",
        "privacy_rights": "the regulator",
    } == processing
    names = [
        ("Tea and talk", "Rowan"),
        ("County Libraries", "Rowan"),
        ("Scottish Government", None),
        ("everyone", None),
    ]
    assert names == [(one["party_name"], one["party_contact"]) for one in found.party]


def test_what_is_not_recorded_is_said() -> None:
    """A project that records little has a receipt that says so, field by field."""
    found = given(yes("ana", "words"), settings=SETTINGS)

    for field in ("withdrawal_method", "privacy_notice", "pii_controllers", "retention_period", "jurisdiction"):
        assert f"records.processing.{field}" in found.not_recorded
    assert "records.event.validity_duration" in found.not_recorded
    assert "withdrawal method: not recorded" in found.to_text()
    assert None is found.to_dict()["records"][0]["processing"][0]["withdrawal_method"]


def test_a_no_is_a_record_too() -> None:
    """Refusing and withdrawing have their records; one that names nothing is about everything."""
    found = given(yes("ana", "words"), no("ana", on=date(2019, 6, 1)))
    last = found.records[-1]

    assert ("no", "withdrawn", "does not apply") == tuple(
        last["event"][name] for name in ("event_type", "event_state", "validity_duration")
    )
    assert ["everything"] == last["processing"][0]["purpose"]


def test_an_open_question() -> None:
    """Who was only asked reads that it is a question."""
    (record,) = given(Consent("ana", status="requested", statements="words", on=DAY)).records

    assert ("question", "does not apply") == (
        record["event"]["event_type"],
        record["processing"][0]["processing_method"],
    )


def test_cells_of_its_own() -> None:
    """An answer without a statement says what it named itself."""
    own = Consent(
        "ana",
        status="given",
        on=DAY,
        categories="views",
        purposes="publication",
        audiences="funder",
        level="count",
        items="view:v1",
        conditions="credit_me",
    )
    (processing,) = given(View("v1", partner="ana"), own).records[0]["processing"]

    assert [None, None, ["view:v1"], ["credit_me"]] == [
        processing[name] for name in ("statement", "statement_words", "items", "conditions")
    ]


def test_someone_else_answered() -> None:
    """Who answered for someone is told by their right, and not by name."""
    found = given(yes("ana", "words", given_by="Mary Bell", authority="parent"))

    assert "someone else, as parent" == found.records[0]["event"]["entity_id"]
    assert "Mary" not in found.to_json()


def test_nothing_sensitive() -> None:
    """No health, no words, no name, no note, no evidence; nor a way of answering that would tell of them."""
    answer = yes(
        "ana",
        "share",
        method="talking mats",
        capacity="assessed",
        note="canary1",
        evidence="canary2",
        recorded_by="canary3",
    )
    private = [Need("ana", "canary4"), Characteristic("ana", "canary5", "x"), View("v1", partner="ana", text="canary6")]
    found = given(answer, *private)

    for text in (found.to_json(), found.to_text()):
        assert [] == [word for word in ("canary", "Ana Bell", "mats", "assessed") if word in text]
    assert "in another way" in found.records[0]["processing"][0]["collection_method"]


def test_only_their_own_and_only_so_far() -> None:
    """Other people's answers, and later ones, are not in it."""
    bo = Partner("bo", kind="person")

    assert [] == given(bo, yes("bo", "words"), yes("ana", "words", on=date(2021, 1, 1))).records
    assert "No answer is on record" in given().to_text()


def test_the_same_every_time() -> None:
    """Equal answers give equal receipts, whatever the order of the rows; another answer gives another id."""
    answers = [yes("ana", "words"), no("ana", "words", on=date(2019, 6, 1)), yes("ana", "count")]
    found = [given(*order) for order in (answers, answers[::-1])]
    other = given(*answers[:1])

    assert found[0].to_json() == found[1].to_json()
    assert found[0].to_text() == found[1].to_text()
    assert found[0].header["receipt_id"] != other.header["receipt_id"]


def test_text_and_json_say_the_same() -> None:
    """Every field of the JSON has its line in the text."""
    found = given(yes("ana", "words"))
    text = found.to_text()

    for field in (*found.header, *found.records[0]["event"], *found.records[0]["processing"][0], *found.party[0]):
        assert f"{field.replace('_', ' ')}: " in text
