"""Imports point one way; this test reads them and fails on an arrow the wrong way."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOUNDATION = {"media", "timing", "errors", "files", "ffmpeg", "progress", "sound"}
"""Modules of herald/ that every layer may use; they know nothing of speech or pictures."""


def modules(*packages: str) -> list[Path]:
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def layer_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[0] == "herald":
        return "foundation" if len(parts) > 1 and parts[1] in FOUNDATION else "herald"
    return parts[0]


def forbidden(layer: str, name: str) -> bool:
    top, _, rest = name.partition(".")
    if top == "cli":
        return True
    if layer == "herald":
        return False
    if top == "herald":
        return bool(rest) and rest.split(".")[0] not in FOUNDATION
    if top in ("tts", "lipsync"):
        return top != layer
    return False


@pytest.mark.parametrize("path", modules("herald", "tts", "lipsync"), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    layer = layer_of(path)
    wrong = {name for name in imported(path) if forbidden(layer, name)}
    assert not wrong, f"{layer} may not import {sorted(wrong)}"


@pytest.mark.parametrize(
    ("layer", "name", "is_forbidden"),
    [
        ("lipsync", "tts.engine", True),
        ("tts", "lipsync", True),
        ("tts", "herald.pipeline", True),
        ("tts", "herald.media", False),
        ("foundation", "lipsync.mouth", True),
        ("herald", "tts.engine", False),
        ("herald", "cli", True),
    ],
)
def test_the_rule_itself(layer: str, name: str, is_forbidden: bool) -> None:
    assert forbidden(layer, name) is is_forbidden
