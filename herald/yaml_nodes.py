"""YAML as the library's nodes: values stay text, and every one knows its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml


def composed(text: str) -> yaml.Node | None:
    """Parse YAML; None where it holds nothing.

    Raises:
        yaml.YAMLError: the text is not valid.
    """
    import yaml

    fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.compose(text, Loader=fast)
    except yaml.YAMLError:
        # The two parsers word their complaints differently; people get the same one everywhere.
        return yaml.compose(text, Loader=yaml.SafeLoader)
