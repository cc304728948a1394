"""
How large the report of many views is, how long it takes to write, and how long a browser takes to open it.

    python benchmarks/report.py --views 5000

The views are those of the example that the public may read, over and over. Opening is timed in Debian's Chromium, from
the address to a page that has been laid out; it needs `plugins/coprod-report[test]`.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import attrs

import coprod
from coprod import Project, Release, Request, View

EXAMPLE = Path(__file__).parents[1] / "examples/citizen-led-libraries"
PUBLIC = Request("publication", "public")
TIMES = 5
MOST_BYTES, MOST_SECONDS = 5 * 1024 * 1024, 3


def project_of(views: int) -> Project:
    """Return the example with more views: those that the public may read, again and again, each with a number."""
    project = coprod.read(EXAMPLE)
    known = {row["id"] for row in coprod.share(project, PUBLIC).rows("views") if row["id"] and row["text"]}
    found = [view for view in project.records(View) if view.id in known]
    more = range(views - len(found))
    return project.add(*(again(found[number % len(found)], number) for number in more))


def again(view: View, number: int) -> View:
    """Return a view once more."""
    return attrs.evolve(view, id=f"{view.id}-{number}", text=f"{view.text} ({number})")


def written(release: Release, place: Path) -> float:
    """Write the page, and return how long that took, in seconds of the processor."""
    registry = coprod.Registry.load("coprod-report")
    start = time.process_time()
    coprod.export(release, "html", place, registry=registry)
    return time.process_time() - start


def opened(place: Path) -> list[float]:
    """Return how long it took to open the page and lay it out, in seconds, each time anew."""
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(TIMES):
            page = browser.new_page()
            start = time.perf_counter()
            page.goto(place.as_uri())
            page.evaluate("document.documentElement.scrollHeight")
            found.append(time.perf_counter() - start)
            page.close()
        browser.close()
    return found


def main() -> None:
    """Print size, time to write and time to open."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--views", type=int, default=5000)
    views = parser.parse_args().views
    release = coprod.share(project_of(views), PUBLIC)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "report.html"
        seconds = written(release, place)
        size = place.stat().st_size
        times = opened(place)
    print(f"views on the page   {sum(bool(row['text']) for row in release.rows('views')):,}")
    print(f"size                {size / 1024 / 1024:.1f} MiB, of at most {MOST_BYTES // 1024 // 1024}")
    print(f"written in          {seconds:.1f} s of the processor")
    print(f"opened in           {statistics.median(times):.2f} s, slowest {max(times):.2f}, of at most {MOST_SECONDS}")


if __name__ == "__main__":
    main()
