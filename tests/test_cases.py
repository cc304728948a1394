"""Stories about consent, in `tests/cases`: what leaves is in every format, and what stays is in none."""

import json
import re
from datetime import datetime, time
from pathlib import Path

import jsonschema
import pytest
from tests.exported import text_of

from coprod import Request, app
from coprod.errors import InvalidInput
from coprod.registry import Registry

CASES = Path(__file__).parent / "cases"
OTHER = {"form.json", "case.schema.json"}
FILES = sorted(path for path in CASES.glob("*.json") if path.name not in OTHER)
FORM = json.loads((CASES / "form.json").read_text("utf-8"))
SCHEMA = json.loads((CASES / "case.schema.json").read_text("utf-8"))
TOGETHER = ("consent", "held")  # tables of coprod.toml of which a story changes single keys


def story_of(path):
    """Return a story; it fails where it is not written as the schema says."""
    case = json.loads(path.read_text("utf-8"))
    jsonschema.validate(case, SCHEMA)
    return case


def written(case, folder):
    """Return the path of the story's project, as one JSON file."""
    changed = case.get("settings", {})
    merged = {name: {**FORM.get(name, {}), **changed[name]} for name in TOGETHER if name in changed}
    tables = {"partners": case["partners"], **case.get("rows", {}), "consents": case["consents"]}
    project = {"coprod": 1, "name": "Harbour kitchen", **FORM, **changed, **merged}
    path = folder / "story.json"
    path.write_text(json.dumps({**project, "tables": {name: rows for name, rows in tables.items() if rows}}), "utf-8")
    return path


def instant_of(day, zone):
    """Return noon of a day, or the instant that is given."""
    found = datetime.fromisoformat(day)
    return datetime.combine(found.date(), time(12), zone) if len(day) == len("2020-01-15") else found


def shared(case, project, folder, tell):
    """Return everything that is written of a story's release, in every format: text by file."""
    asked = case["request"]
    request = Request(
        asked["purpose"],
        asked["audience"],
        as_of=datetime.fromisoformat(asked["data_of"]).date() if "data_of" in asked else None,
        level=asked.get("level", "share"),
        honours=asked.get("met", ()),
        recipients=asked.get("recipients"),
    )
    now = instant_of(asked["day"], project.settings.zone)
    release = app.share(project, request, now=now, secret=b"story", release_id="story", tell=tell)
    texts = {}
    for name, one in Registry.load().export_formats.items():
        out = folder / f"{name}{one.spec.suffix}"
        app.export(release, name, out)
        files = [path for path in out.rglob("*") if path.is_file()] if out.is_dir() else [out]
        texts[name] = "\n".join(map(text_of, sorted(files)))
    return texts


SHORT = 6  # letters; a shorter word is looked for as a whole word, a longer one anywhere


def has(text, words):
    """Whether *words* stand in a text, in whatever case, also where letters are written as codes."""
    forms = {words, json.dumps(words)[1:-1], words.replace("&", "&amp;").replace("'", "&apos;")}
    edges = (r"(?<!\w)", r"(?!\w)") if len(words) < SHORT else ("", "")
    return any(re.search(re.escape(one).join(edges), text, re.IGNORECASE) for one in forms)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_story_ends_as_it_is_told(path, tmp_path):
    """What leaves is in every export; what stays is in none, in no form; what is wrong is told."""
    case = story_of(path)
    told = "\n  ".join(case["story"])
    file = written(case, tmp_path)
    if "problem" in case:
        with pytest.raises(InvalidInput) as caught:
            app.read(file)
        assert case["problem"] in str(caught.value), f"{told}\n\nIt should say so. It said: {caught.value}"
        return
    said = []
    texts = shared(case, app.read(file), tmp_path, said.append)
    missing = [
        f"`{words}` is not in {name}"
        for name, text in texts.items()
        for words in case["leaves"]
        if not has(text, words)
    ]
    leaked = [f"`{words}` is in {name}" for name, text in texts.items() for words in case["stays"] if has(text, words)]
    assert [] == leaked + missing, f"\n\n  {told}\n\nBut: {'; '.join(leaked + missing)}.\nThe steward was told: {said}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_story_could_fail(path):
    """What stays is somewhere in the story's own rows, so that it could have leaked; what leaves does not stay."""
    case = story_of(path)
    known = json.dumps([case["partners"], case.get("rows", {}), case["consents"]], ensure_ascii=False)
    assert [] == [words for words in case.get("stays", ()) if not has(known, words) and words != "withheld"]
    assert set() == set(case.get("leaves", ())) & set(case.get("stays", ()))


def test_there_are_stories_of_every_rule():
    """Each rule of the design's sections 5.2 to 5.6, and each of the attacks on consent, has a story."""
    assert len(FILES) >= 36
    covers = "; ".join(story_of(path)["covers"] for path in FILES)
    attacks = {
        int(number) for found in re.findall(r"attacks? ([\d, ]+)", covers) for number in re.findall(r"\d+", found)
    }
    assert set(range(1, 28)) == attacks
    assert {"5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.8"} == set(re.findall(r"5\.\d", covers))


def test_the_readme_shows_a_story_that_holds():
    """Who writes a story copies the one in the README, so it has to be one."""
    text = (CASES / "README.md").read_text("utf-8")
    case = json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL)[1])
    jsonschema.validate(case, SCHEMA)
    assert set(FORM["permission"]) == set(
        re.findall(r"`(\w+)`", text.partition("statements\n  are")[2].partition(".")[0])
    )
