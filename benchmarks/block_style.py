"""Plain data as YAML in block style, as people write it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any


def write_yaml(path: Path, document: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_lines(document, "")) + "\n", encoding="utf-8")


def _lines(node: Any, indent: str) -> Iterator[str]:
    """Block style, as people write it; the texts of this module need no quotes."""
    for key, value in node.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{indent}{key}:"
            for item in value:
                head, *rest = _lines(item, indent + "    ")
                yield f"{indent}  - {head.strip()}"
                yield from rest
        elif isinstance(value, list):
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {item}" for item in value)
        else:
            yield f"{indent}{key}: {value}"
