"""Who may import whom: five homes and the rows inside the gateway (`docs/decisions/0005-homes-and-rows.md`)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOMES = {
    "bot": set(),
    "knowledge": {"knowledge"},
    "actions": {"actions", "knowledge"},
    "api": {"api", "knowledge"},
    "tools": {"tools", "knowledge", "api", "actions"},
}
OURS = {"bot", "knowledge", "actions", "api", "tools", "tests"}
WIRING = {"api/app.py", "api/parts.py"}
# Rows of the gateway, the highest first; a module imports only its own row and lower ones.
ROWS = (
    ("api.cli",),
    ("api.app",),
    ("api.parts",),
    (
        "api.channels",
        "api.desk",
        "api.guide",
        "api.health",
        "api.pages",
        "api.problems",
        "api.push",
        "api.streams",
    ),
    ("api.conversations",),
    ("api.routing", "api.translation"),
    ("api.dialogue",),
    ("api.messages", "api.errors", "api.settings", "api.words", "api.requests"),
)


def modules(home: str) -> Iterator[Path]:
    for path in sorted((ROOT / home).rglob("*.py")):
        if not {".venv", "node_modules"} & set(path.parts):
            yield path


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def row(module: str) -> int | None:
    for number, names in enumerate(ROWS):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return number
    return None


@pytest.mark.parametrize("home", HOMES)
def test_home_imports_only_what_it_may(home: str) -> None:
    for path in modules(home):
        place = str(path.relative_to(ROOT))
        allowed = HOMES[home] | ({"actions"} if place in WIRING else set())
        used = {name.partition(".")[0] for name in imports(path)} & OURS
        assert used <= allowed, f"{place} imports {used - allowed}"


def test_gateway_rows_import_downwards_only() -> None:
    for path in modules("api"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        own = row(module)
        if own is None:
            continue
        for name in imports(path):
            other = row(name)
            assert other is None or other >= own, f"{module} imports {name}, which stands above it"


def test_one_channel_never_imports_another() -> None:
    home = ROOT / "api" / "channels"
    shared = {path.stem for path in home.glob("*.py")}
    for path in modules("api/channels"):
        channel = path.relative_to(home).parts[0].removesuffix(".py")
        for name in imports(path):
            if name.startswith("api.channels."):
                other = name.split(".")[2]
                assert other == channel or other in shared, f"{path} imports {name}"
                assert channel not in shared or other in shared, f"{path} imports {name}, a single channel"


def test_modules_stay_small() -> None:
    sizes = sorted(len(p.read_text(encoding="utf-8").splitlines()) for home in HOMES for p in modules(home))
    assert sizes[int(len(sizes) * 0.5)] <= 150
    assert sizes[int(len(sizes) * 0.9)] <= 350
