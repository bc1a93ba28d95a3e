"""The versions of what decides on pictures before a renderer paints them. They are part of the key of
everything stored, so an edition can be planned without loading any of it."""

from __future__ import annotations

MOUTH = 1
"""Raised whenever `lipsync.mouth` or `lipsync.visemes` give another track for the same marks."""

RESPONSE = 1
"""Raised whenever `lipsync.rehearsal` measures something else, so that presenters are rehearsed again."""

MOTION = 6
"""Raised whenever `lipsync.path` gives another path for the same arguments."""
