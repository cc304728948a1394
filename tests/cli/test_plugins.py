"""`coprod plugins`: what there is and who brought it."""

import json

from tests.installing import bringing_a_format

FAMILIES = ["consent_rules", "equality_checks", "export_formats", "readers", "record_types"]


def listed(ran):
    """The printed list by name."""
    return {line["name"]: line for line in json.loads(ran.out)}


def test_as_json(coprod):
    """The list has name, distribution, version, status, and what each brings by family."""
    ran = coprod("plugins", "--json")

    built_in = listed(ran)["coprod"]
    assert (0, "") == (ran.code, ran.err)
    assert ["name", "distribution", "version", "status", "why", *FAMILIES] == list(built_in)
    assert "graphml" in built_in["export_formats"]


def test_in_words(coprod):
    """People read a line for each plugin and one for each family."""
    ran = coprod("plugins")

    assert ran.out.startswith("coprod (coprod")
    assert "  export formats: " in ran.out


def test_statuses(coprod, install):
    """Named plugins are active or failed; the others are blocked, and told how to enable them."""
    install("good", bringing_a_format("one"))
    install("bad", "raise RuntimeError('no luck')")
    install("quiet", bringing_a_format("two"))

    found = listed(coprod("plugins", "--json", "--plugin", "good", "--plugin", "bad"))

    assert ["active", "failed", "blocked"] == [found[name]["status"] for name in ("good", "bad", "quiet")]
    assert "no luck" in found["bad"]["why"]
    assert ["two"] == found["quiet"]["export_formats"]


def test_of_a_project(coprod, project, install):
    """With a project, the plugins that it names are loaded, whatever is wrong with its tables."""
    install("good", bringing_a_format("one"))
    with (project / "coprod.toml").open("a", encoding="utf-8") as file:
        file.write('\n[plugins]\nenable = ["good", "nowhere"]\n')
    (project / "partners.csv").write_text("nonsense", "utf-8")

    found = listed(coprod("plugins", project, "--json"))

    assert ["active", "failed"] == [found[name]["status"] for name in ("good", "nowhere")]
