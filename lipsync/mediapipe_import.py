"""MediaPipe's face landmarker, imported without what it never uses."""

from __future__ import annotations

import functools
import sys
from types import ModuleType
from typing import Any

_UNUSED = ("matplotlib", "matplotlib.pyplot")


@functools.cache
def face_landmarker() -> Any:
    """Return the module `mediapipe.tasks.python.vision.face_landmarker`.

    MediaPipe imports matplotlib for functions that draw, which nobody calls here; that takes 1 to 2 s in
    every process. Stand-ins lie in its place during the import, unless it has been imported already.
    """
    hidden = [name for name in _UNUSED if name not in sys.modules]
    if "matplotlib" in hidden:
        sys.modules.update({name: _StandIn(name) for name in hidden})
    try:
        from mediapipe.tasks.python.vision import face_landmarker as module
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
    return module


class _StandIn(ModuleType):
    """A module that has whatever is asked of it, so that `from` and type hints find something."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandIn(name)
