"""Model files: what they are, under which licence, where they come from, and whether they are whole."""

from herald.models.entries import Entry
from herald.models.registry import Registry

__all__ = ["Entry", "Registry"]
