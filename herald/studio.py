"""What every command needs: the workspace, its models, its store, and somewhere to report progress."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from herald.hashes import FileHashes
from herald.models import Registry
from herald.progress import Progress, Silent
from herald.settings import Settings
from herald.store import Store
from herald.workspace import Workspace
from lipsync.device import devices


@dataclass(frozen=True)
class Studio:
    """An opened workspace.

    Attributes:
        workspace: where things are.
        registry: its model files.
        store: its finished parts.
        progress: where long work reports.
        hashes: of large files, remembered.
        settings: of the workspace.
        device: where to compute, as the user asked: "auto", "cpu", "cuda", "cuda:1", "mps".
    """

    workspace: Workspace
    registry: Registry
    store: Store
    progress: Progress
    hashes: FileHashes
    settings: Settings
    device: str = "auto"

    @classmethod
    def open(cls, root: Path | None = None, progress: Progress | None = None, device: str = "auto") -> Studio:
        """Open the workspace at `root`, or the checkout's own."""
        workspace = Workspace.at(root)
        registry = Registry.load(workspace.registry, workspace.models)
        hashes = FileHashes(workspace.hashes)
        settings = Settings.load(workspace.settings)
        progress = progress or Silent()
        store = Store(settings.store or workspace.store, progress.note)
        return cls(workspace, registry, store, progress, hashes, settings, device)

    @functools.cached_property
    def devices(self) -> tuple[str, ...]:
        """The devices to compute on; errors as for `lipsync.device.devices`."""
        return devices(self.device)

    def model_path(self, name: str) -> Path:
        """Return the verified local path of a model file, fetching it if it is not here."""
        return self.registry.path(name, self.progress)
