"""How many lines of code a file has: no blank lines, comments, docstrings or imports."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from pathlib import Path

SILENT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def lines_of_code(path: Path) -> int:
    """Return how many lines hold code."""
    text = path.read_text("utf-8")
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in SILENT:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom) or _is_docstring(node):
            lines -= set(range(node.lineno, node.end_lineno + 1))
    return len(lines)


def most_statements(path: Path) -> int:
    """Return how many statements begin on the busiest line."""
    tree = ast.parse(path.read_text("utf-8"))
    return max(Counter(node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt)).values())


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
