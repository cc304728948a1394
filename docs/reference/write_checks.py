"""Write the sections of `checks.md` anew from the checks that ship: `python docs/reference/write_checks.py`."""

from pathlib import Path

from coprod.builtin.checks import checks
from coprod.equality.page import page

PAGE = Path(__file__).with_name("checks.md")
MARK = "<!-- what follows is written by write_checks.py -->\n"


def written(text: str) -> str:
    """Return the page with its sections anew, all before them as it is."""
    return text.partition(MARK)[0] + MARK + "\n" + page(checks())


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
