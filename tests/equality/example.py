"""The example project, and who is in which group there, to be counted again row by row."""

from pathlib import Path

import coprod
from coprod.equality.study import Study

EXAMPLE = coprod.read(Path(__file__).parents[2] / "examples/citizen-led-libraries")


def everyone(by: str) -> dict[str, tuple[str, int]]:
    """The group of every partner that stands for people, and how many they are."""
    study = Study(EXAMPLE, by)
    return {who: (group, study.people[who]) for who, group in study.group_of.items() if study.people[who]}
