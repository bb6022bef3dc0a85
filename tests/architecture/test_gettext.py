"""Babel does not see a text that is translated inside an f-string (Python 3.11): it would stay English for ever."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for home in ("actions", "api", "knowledge") for path in (ROOT / home).rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_is_translated_inside_an_f_string(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    calls = [call for node in formatted for call in ast.walk(node) if isinstance(call, ast.Call)]
    assert not [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"say", "gettext"}]
