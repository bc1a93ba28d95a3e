"""What the licences of voices, models and renderers allow: the one place where commercial use is decided.

Only what is known to forbid commercial use is refused. A licence that nobody has named is neither free nor
forbidden, and is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from herald.errors import UserError

if TYPE_CHECKING:
    from herald.models import Registry
    from tts.engine import Voice


@dataclass(frozen=True)
class Licensed:
    """Something with a licence that a result is made with.

    Attributes:
        what: for people, such as "the voice 'coqui/anna'".
        licence: SPDX name or expression, or another name that it is known by.
    """

    what: str
    licence: str

    @property
    def commercial_use(self) -> bool | None:
        """Whether its licence allows commercial use; None where that is not known."""
        from tts.licences import is_commercial

        return is_commercial(self.licence)


def licensed(voices: Iterable[Voice], models: Iterable[str], registry: Registry) -> tuple[Licensed, ...]:
    """Return everything with a licence that a result would be made with.

    Args:
        voices: who speaks.
        models: names in the registry, of voices and renderers alike.
        registry: where the models' licences stand.
    """
    return (
        *(Licensed(f"the voice '{voice.name}'", voice.licence) for voice in voices),
        *(Licensed(f"the model '{name}'", registry.entry(name).licence) for name in models),
    )


def check_commercial(things: Sequence[Licensed]) -> None:
    """Refuse what must not be used commercially.

    Raises:
        UserError: with everything whose licence forbids it.
    """
    refused = [thing for thing in things if thing.commercial_use is False]
    if refused:
        named = "; ".join(f"{thing.what} ({thing.licence})" for thing in refused)
        raise UserError(
            f"commercial use is forbidden by the licence of {named}. "
            "Choose another with `herald voices --commercial-only`, or leave --commercial-only out."
        )


def notes(things: Sequence[Licensed]) -> list[str]:
    """Return a line for each thing that must not be used commercially."""
    return [
        f"not for commercial use: {thing.what} is under {thing.licence}"
        for thing in things
        if thing.commercial_use is False
    ]
