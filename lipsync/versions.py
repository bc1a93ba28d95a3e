"""The versions of what makes pictures. They are part of the key of everything stored, so an edition can be
planned without loading any of it."""

from __future__ import annotations

RENDERERS = {"footage": 3, "mesh": 1}
"""Every renderer with its version, raised whenever its pictures change."""

MOUTH = 1
"""Raised whenever `lipsync.mouth` or `lipsync.visemes` give another track for the same marks."""

MOTION = 2
"""Raised whenever `lipsync.path` gives another path for the same arguments."""
