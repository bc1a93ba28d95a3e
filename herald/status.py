"""Every broadcast and language of a workspace, and how it stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from herald.errors import UserError
from herald.files import write_json
from herald.history import all_shelves
from herald.outline import Outline, Unread, outlines
from herald.plan import Plan, Planner, Wishes, plan_key
from herald.shelf import Shelf
from herald.state import State, state_of_key
from herald.studio import Studio
from herald.translation.state import language_states
from herald.why import sections_changed

StandingName = Literal[
    "up to date",
    "out of date",
    "not built",
    "rolled back",
    "failed",
    "missing translation",
    "stale translation",
    "expired",
    "no script",
]


@dataclass(frozen=True)
class Standing:
    """How one language of a broadcast stands.

    Attributes:
        slug: of the broadcast.
        language: BCP-47; with `@presenter` where it is another than the script's own.
        name: in a word.
        detail: the reason; may be empty.
    """

    slug: str
    language: str
    name: StandingName
    detail: str = ""

    def line(self) -> str:
        """Return this in words."""
        return f"{self.slug:<32} {self.language:<10} {self.name:<19} {self.detail}".rstrip()


_CONDITIONS: dict[str, StandingName] = {
    "missing": "missing translation",
    "stale": "stale translation",
    "expired": "expired",
}


def standings(studio: Studio, on: date) -> list[Standing]:
    """Return how every broadcast stands in every language, in the order of their names.

    Args:
        studio: the opened workspace.
        on: the day whose facts hold.
    """
    found = {(one.slug, one.language): one for one in _of_scripts(studio, on)}
    for shelf in all_shelves(studio.workspace.outputs):
        place = (shelf.folder.parent.name, shelf.folder.name)
        if place not in found:
            detail = f"edition {shelf.published()} is published, and no script says it"
            found[place] = Standing(*place, "no script", detail)
    for state in language_states(studio.workspace, on=on):
        one = Standing(state.slug, state.language, _CONDITIONS[state.condition], state.reason)
        for place in _published_as(found, one.slug, one.language):
            found[place] = _with(found.get(place), replace(one, language=place[1]))
    return [found[place] for place in sorted(found)]


def _published_as(found: Iterable[tuple[str, str]], slug: str, language: str) -> list[tuple[str, str]]:
    """Return the places of one language of a broadcast, with every presenter."""
    places = [place for place in found if place[0] == slug and place[1].partition("@")[0] == language]
    return places or [(slug, language)]


def _with(known: Standing | None, further: Standing) -> Standing:
    """Return a standing with what else is known; what keeps an edition from being published counts most."""
    if known is None or known.name in ("up to date", "not built") or further.name == "expired":
        return further
    detail = "; ".join(part for part in (known.detail, further.name, further.detail) if part)
    return replace(known, detail=detail)


def note_failure(studio: Studio, plan: Plan, message: str) -> None:
    """Remember that a build failed, for as long as nothing changes that it depends on."""
    write_json(_failure(studio, plan.folder), {"key": plan.key, "message": message})


def forget_failure(studio: Studio, plan: Plan) -> None:
    """Forget an earlier failure: the build has succeeded."""
    _failure(studio, plan.folder).unlink(missing_ok=True)


def _of_scripts(studio: Studio, on: date) -> Iterator[Standing]:
    planner = Planner(studio, Wishes(on))
    for outline in outlines(studio.workspace, on):
        if isinstance(outline, Unread):
            yield Standing(outline.slug, outline.language, "failed", outline.message)
            continue
        folder = studio.workspace.outputs / outline.slug
        yield _standing(studio, planner, outline, folder / outline.language, None)
        for beside in sorted(folder.glob(f"{outline.language}@*")):
            yield _standing(studio, planner, outline, beside, beside.name.partition("@")[2])


def _standing(
    studio: Studio, planner: Planner, outline: Outline, folder: Path, presenter: str | None
) -> Standing:
    place = outline.slug, folder.name
    try:
        parts = planner.outlined(outline, presenter)
    except UserError as error:
        return Standing(*place, "failed", str(error))
    key, shelf = plan_key(*parts), Shelf(folder)
    state = state_of_key(key, shelf)
    failure = _failure_of(studio, folder, key)
    if failure and not state.is_current:
        return Standing(*place, "failed", failure)
    changed = sections_changed(shelf.manifest(state.newest or 0), *parts) if state.name == "changed" else ()
    return Standing(*place, *_in_words(state, outline, changed))


def _in_words(state: State, outline: Outline, changed: Sequence[str]) -> tuple[StandingName, str]:
    if state.name == "new":
        return "not built", f"{outline.n_sentences} sentences"
    if state.name == "damaged":
        return "out of date", f"edition {state.published} is damaged: {state.detail}"
    if state.name == "rolled back":
        return "rolled back", f"to edition {state.published}; edition {state.newest} is what the script says"
    if state.name == "changed":
        return "out of date", f"changed since edition {state.newest}: {', '.join(changed)}"
    return "up to date", f"edition {state.published}"


def _failure(studio: Studio, folder: Path) -> Path:
    return studio.workspace.failures / f"{folder.parent.name}.{folder.name}.json"


def _failure_of(studio: Studio, folder: Path, key: str) -> str:
    try:
        said = json.loads(_failure(studio, folder).read_text(encoding="utf-8"))
        return str(said["message"]) if said["key"] == key else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
