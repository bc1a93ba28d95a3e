"""Where a workspace keeps its things. The only code that knows the names of the folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
"""The folder that holds this product's own files; the default workspace."""


@dataclass(frozen=True)
class Workspace:
    """A folder with scripts, presenters, models and outputs.

    Attributes:
        root: absolute path of the folder.
    """

    root: Path

    @classmethod
    def at(cls, root: Path | None) -> Workspace:
        """Return the workspace at `root`, or the checkout's own."""
        return cls((root or CHECKOUT).expanduser().resolve())

    @property
    def scripts(self) -> Path:
        """The scripts to make."""
        return self.root / "scripts_in"

    @property
    def templates(self) -> Path:
        """The Jinja2 templates."""
        return self.root / "templates"

    @property
    def facts(self) -> Path:
        """Values that many scripts share."""
        return self.root / "facts"

    @property
    def lexicon(self) -> Path:
        """How words are said, a file for each language; a workspace without it uses the product's."""
        own = self.root / "lexicon"
        return own if own.is_dir() else CHECKOUT / "lexicon"

    @property
    def presenters(self) -> Path:
        """One folder for each enrolled presenter."""
        return self.root / "presenters"

    @property
    def models(self) -> Path:
        """Model files, each checked against the registry."""
        return self.root / "models"

    @property
    def ready_networks(self) -> tuple[Path, ...]:
        """Networks as they load fastest, made from the models; may be deleted at any time.

        They lie beside the models, which workspaces may share; where nothing may be written there, here.
        """
        return self.models / ".ready", self.root / ".herald" / "ready"

    @property
    def outputs(self) -> Path:
        """Published editions, `<slug>/<language>/`."""
        return self.root / "outputs"

    @property
    def store(self) -> Path:
        """Finished parts that later builds use again; may be deleted at any time."""
        return self.root / ".herald" / "store"

    @property
    def settings(self) -> Path:
        """What the workspace is set to; need not be there."""
        return self.root / "herald.toml"

    @property
    def outlines(self) -> Path:
        """What plans need to know of scripts, remembered; may be deleted at any time."""
        return self.root / ".herald" / "outlines.json"

    @property
    def failures(self) -> Path:
        """Builds that failed, until they succeed."""
        return self.root / ".herald" / "failures"

    @property
    def hashes(self) -> Path:
        """Hashes of large files, remembered; may be deleted at any time."""
        return self.root / ".herald" / "hashes.json"

    @property
    def registry(self) -> Path:
        """The list of model files; a workspace without one uses the product's."""
        own = self.models / "registry.toml"
        return own if own.exists() else CHECKOUT / "models" / "registry.toml"
