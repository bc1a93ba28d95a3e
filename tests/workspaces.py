"""Workspaces of the tests' own."""

from pathlib import Path

from herald.workspace import CHECKOUT


def new_workspace(root: Path) -> Path:
    """Make an empty workspace that shares the checkout's model files."""
    for name in ("scripts_in", "presenters", "outputs", "templates"):
        (root / name).mkdir(parents=True, exist_ok=True)
    (root / "models").symlink_to(CHECKOUT / "models")
    return root
