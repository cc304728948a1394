"""What may leave of every tie, decided for publication to the public; see `consent.py`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import consent
from contest import Contestant, Job, Outcome

from coprod.records import Consent, Partner, Relationship

SAMPLE = 20_000  # ties that the plain loop decides; cedarpy decides a tenth


def decided(contestant: Callable[[Path], consent.Result], folder: Path) -> Outcome:
    """Return what one decided, and how each tie of the sample came out."""
    result = contestant(folder)
    return Outcome({tie: float(rank) for tie, rank in result.ranks.items()}, result.cost, result.note)


def prepare(folder: Path) -> None:
    """Write the sample."""
    consent.write_sample(folder, SAMPLE)


JOB = Job(
    "Consent: what may leave of every tie",
    {
        Partner: ("id", "kind"),
        Relationship: ("source", "target", "reported_by"),
        Consent: ("who", "status", "statements", "on", "until", "items", "conditions"),
    },
    {
        "coprod-polars": Contestant("coprod on Polars", partial(decided, consent.coprod_on_polars)),
        "coprod-duckdb": Contestant("coprod on DuckDB", partial(decided, consent.coprod_on_duckdb), "duckdb"),
        "python": Contestant("plain Python, a sample", partial(decided, consent.plain_python), sampled=True),
        "cedarpy": Contestant("cedarpy, a sample", partial(decided, consent.cedar), "cedarpy", sampled=True),
    },
    prepare,
)
