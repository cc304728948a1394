"""
A receipt for what a partner answered, with the fields of ISO/IEC TS 27560: header, processing, party, event.

It is for the partner alone. It repeats what was asked and answered, and nothing that was said, noted or measured. What
nobody recorded is listed as not recorded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from coprod.consent.statements_of import HOW_OPEN, is_proxy, own_cells
from coprod.project import Project
from coprod.records import Consent
from coprod.records.consent import CLOSING, GRANTING
from coprod.schema import columns_of
from coprod.settings import Settings

__all__ = ["Receipt", "receipt_of"]

SCHEMA = "ISO/IEC TS 27560:2023"
PLAIN_METHODS = frozenset(
    {"written", "spoken", "spoken, witnessed", "signed", "email", "e-mail", "web", "phone", "letter"}
)
OTHER_METHOD = "in another way, which the records name"  # how someone answered can tell of their health
EVERYTHING = "everything"
NOT_RECORDED = "not recorded"


@attrs.frozen
class Receipt:
    """
    What a partner answered, as they may keep it.

    Attributes:
        partner: The partner's id.
        header: Schema, id of the receipt, whose it is, when it was made.
        records: For each answer its id, what it lets be done (`processing`) and when and how it was given (`event`).
        party: Who is responsible, and who gets it.
        not_recorded: Fields that nobody recorded, each as a path.
    """

    partner: str
    header: Mapping[str, Any]
    records: Sequence[Mapping[str, Any]]
    party: Sequence[Mapping[str, Any]]
    not_recorded: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it; what is not recorded is null, and listed."""
        plain = {"header": dict(self.header), "records": list(self.records), "party": list(self.party)}
        return plain | {"not_recorded": list(self.not_recorded)}

    def to_json(self) -> str:
        """Return it as a JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"

    def to_text(self) -> str:
        """Return it as lines that a person can read and keep."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield f"Receipt for {self.partner}: what you answered. It is for you, and nobody else."
        yield from _block("header", self.header)
        for record in self.records:
            yield f"record {record['record_id']}"
            yield from _block("event", record["event"], 1)
            for one in record["processing"]:
                yield from _block("processing", one, 1)
        if not self.records:
            yield "No answer is on record, so nothing about you may leave."
        for one in self.party:
            yield from _block("party", one)


def _block(title: str, fields: Mapping[str, Any], deep: int = 0) -> Iterator[str]:
    indent = "  " * deep
    yield f"{indent}{title}"
    for name, value in fields.items():
        yield f"{indent}  {name.replace('_', ' ')}: {_shown(value)}"


def _shown(value: Any) -> str:
    if value is None or value == []:
        return NOT_RECORDED
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, Mapping):
        return f"{value['category']}{' (special-category data)' if value['special'] else ''}"
    return "yes" if value is True else "no" if value is False else " ".join(str(value).split())


def receipt_of(project: Project, partner: str, today: date) -> Receipt:
    """
    Return the receipt for all that a partner answered until *today*.

    Args:
        project: The project.
        partner: The partner's id.
        today: The day; the same answers on the same day give the same receipt.
    """
    who = f"partner:{partner}"
    answers = sorted((one for one in project.records(Consent) if one.who == who and one.on <= today), key=_order)
    special = _special(project)
    records = [_record(f"{partner}-{n}", one, project.settings, special) for n, one in enumerate(answers, 1)]
    party = list(_parties(project.settings, records))
    header = {"schema_version": SCHEMA, "pii_principal_id": partner, "issued": today.isoformat()}
    body = json.dumps([header, records, party], sort_keys=True)
    header = {"receipt_id": hashlib.sha256(body.encode()).hexdigest()[:20], **header}
    missing = dict.fromkeys(_missing({"header": header, "records": records, "party": party}))
    return Receipt(partner, header, records, party, tuple(missing))


def _order(consent: Consent) -> tuple[Any, ...]:
    return consent.on, consent.status in CLOSING, consent.status, is_proxy(consent), sorted(consent.statements)


def _special(project: Project) -> frozenset[str]:
    """Return the categories that have special-category data in them."""
    columns = (column for kind in project.kinds for column in columns_of(kind).values())
    return frozenset(column.category for column in columns if column.special)


def _record(key: str, consent: Consent, settings: Settings, special: frozenset[str]) -> dict[str, Any]:
    keys = [one for one in settings.permission if one in consent.statements] or [""]
    processing = [_processing(consent, one, settings, special) for one in keys]
    return {"record_id": key, "event": _event(consent, settings), "processing": processing}


def _event(consent: Consent, settings: Settings) -> dict[str, Any]:
    yes = consent.status in GRANTING
    until = consent.until or settings.consent.until
    right = f"someone else, as {consent.authority}" if consent.authority else "someone else"
    return {
        "event_time": consent.on.isoformat(),
        "event_type": "consent" if yes else "no" if consent.status in CLOSING else "question",
        "event_state": consent.status,
        "validity_duration": (until.isoformat() if until else None) if yes else "does not apply",
        "entity_id": right if is_proxy(consent) else consent.who.partition(":")[2],
    }


def _processing(consent: Consent, key: str, settings: Settings, special: frozenset[str]) -> dict[str, Any]:
    held, scope = settings.held, settings.permission[key] if key else own_cells(consent)
    yes = consent.status in GRANTING
    return {
        "statement": key or None,
        "statement_words": scope.says or None,
        "purpose": [settings.purposes.get(one) or one for one in sorted(scope.purposes)] or _all(consent),
        "purpose_type": sorted(scope.purposes) or _all(consent),
        "lawful_basis": held.lawful_basis or None,
        "special_category_condition": held.special_condition or None,
        "pii_type": [{"category": one, "special": one in special} for one in sorted(scope.categories)] or _all(consent),
        "explicit_consent": scope.explicit if yes else None,
        "processing_method": HOW_OPEN.get(scope.level) if yes else "does not apply",
        "conditions": sorted({*scope.conditions, *consent.conditions}) or "none",
        "items": sorted(consent.items) or "all",
        "recipient_third_parties": sorted(scope.audiences) or _all(consent),
        "privacy_notice": consent.notice or settings.consent.notice or None,
        "language": consent.language or settings.consent.language or None,
        "collection_method": _method(consent, settings),
        "pii_controllers": list(held.controllers),
        "storage_locations": held.where or None,
        "retention_period": held.keep_until.isoformat() if held.keep_until else None,
        "jurisdiction": None,  # `area` says where a project works, which is not whose law holds
        "withdrawal_method": held.withdraw_by or None,
        "privacy_rights": held.complaints or None,
    }


def _all(consent: Consent) -> list[str] | None:
    """Return what an empty scope means: of a no, everything."""
    return [EVERYTHING] if consent.status in CLOSING else None


def _method(consent: Consent, settings: Settings) -> str | None:
    method = consent.method or settings.consent.method
    return method if not method or method.casefold() in PLAIN_METHODS else OTHER_METHOD


def _parties(settings: Settings, records: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield who is responsible, then who gets something."""
    held = settings.held
    for name in held.controllers or (None,):
        yield _party(name, "responsible for the records", contact=held.contact or None)
    named = {
        one
        for record in records
        for processing in record["processing"]
        for one in processing["recipient_third_parties"] or ()
        if one != EVERYTHING
    }
    for audience in sorted(named):
        everyone = "everyone" if audience == "public" else None
        joined = "other partners who had joined by then" if settings.joins(audience) else None
        yield _party(everyone or joined or ", ".join(settings.audiences.get(audience, ())) or None, "gets it", audience)


def _party(name: str | None, role: str, key: str | None = None, contact: str | None = None) -> dict[str, Any]:
    return {
        "party_id": key or name,
        "party_name": name,
        "party_role": role,
        "party_contact": contact,
        "party_address": None,
        "party_type": None,
    }


def _missing(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of each field that nobody recorded."""
    if value is None or value == []:
        yield path
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _missing(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from _missing(inner, path)
