"""Packages that are only needed for some languages."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

from herald.errors import UserError

_LANGUAGES = {"zh": "Chinese", "ja": "Japanese"}


def imported(module: str, extra: str) -> Any:
    """Import a module of one of Herald's extras.

    Raises:
        UserError: it is not installed.
    """
    try:
        with warnings.catch_warnings():
            # Old packages that warn about their own code: nothing that a user of Herald could mend.
            warnings.simplefilter("ignore")
            return importlib.import_module(module)
    except ImportError as error:
        raise UserError(
            f"{_LANGUAGES[extra]} needs a package that is not installed ({error.name}). "
            f"Install it with: pip install 'herald[{extra}]'"
        ) from error
