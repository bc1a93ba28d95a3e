"""Packages that are only needed for some languages and engines."""

from __future__ import annotations

import importlib
import importlib.util
import warnings
from typing import Any

from herald.errors import UserError

_WHAT = {"zh": "Chinese", "ja": "Japanese", "espeak": "eSpeak NG", "piper": "Piper's engine"}


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
        raise _missing(extra, error.name or module) from error


def check_installed(module: str, extra: str) -> None:
    """Look whether a module of one of Herald's extras is there, without importing it.

    Raises:
        UserError: it is not installed.
    """
    if importlib.util.find_spec(module) is None:
        raise _missing(extra, module)


def _missing(extra: str, module: str) -> UserError:
    return UserError(
        f"{_WHAT[extra]} needs a package that is not installed ({module}). "
        f"Install it with: pip install 'herald[{extra}]'"
    )
