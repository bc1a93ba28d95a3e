"""A content-addressed store of finished parts. It knows nothing of speech or pictures.

A part's key is the hash of a tagged list of everything it was made from: the stage and each input by name,
the stage's version among them. Parts are written beside, then renamed, so a part that is there is whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from herald.files import written_beside

Input = str | int | float | bool | None | list["Input"]
"""What a key may be made from: plain values whose JSON is the same everywhere."""


@dataclass(frozen=True)
class Recipe:
    """Everything that a part is made from.

    Attributes:
        stage: what makes it, such as "speech".
        inputs: each input by name; files by their hash.
    """

    stage: str
    inputs: Mapping[str, Input]

    @property
    def key(self) -> str:
        """SHA-256 of the recipe's canonical JSON, 64 hex digits."""
        tagged = ["herald", self.stage, sorted(self.inputs.items())]
        text = json.dumps(tagged, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()


class Store:
    """Parts by key, each a folder of files.

    Args:
        root: where the parts lie; made when the first one is stored.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, recipe: Recipe) -> Path:
        """Return where the part lies or will lie."""
        key = recipe.key
        return self.root / recipe.stage / key[:2] / key

    def has(self, recipe: Recipe) -> bool:
        """Say whether the part is there."""
        return self.path(recipe).is_dir()

    def get(self, recipe: Recipe, make: Callable[[Path], None]) -> Path:
        """Return the part's folder, making it first if it is not there.

        Args:
            recipe: what it is made from.
            make: fills the empty folder it is given; if it raises, nothing is stored.
        """
        target = self.path(recipe)
        if not target.is_dir():
            with written_beside(target) as part:
                part.mkdir()
                make(part)
                (part / "recipe.json").write_text(
                    json.dumps(dict(recipe.inputs), indent=1, sort_keys=True, ensure_ascii=False),
                    encoding="utf-8",
                )
        return target
