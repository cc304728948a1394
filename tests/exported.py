"""What stands in a file of an export, as text that can be searched."""

from pathlib import Path

from coprod.engines import read_parquet


def text_of(path: Path) -> str:
    """Return what stands in a file."""
    return text_in(path.name, path.read_bytes())


def text_in(name: str, data: bytes) -> str:
    """Return what stands in the bytes of a file; of Parquet, which is packed, its columns and its cells."""
    if not name.endswith(".parquet"):
        return data.decode()
    columns, rows = read_parquet(data)
    return "\n".join(str(cell) for row in [columns, *rows] for cell in row)
