"""What changed between the plan that an edition was made from and the plan of today, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from herald import presenters
from herald.comparison import paired
from herald.inputs import Inputs
from herald.plan import Plan, Planner, Wishes, digest, published_plan
from herald.shelf import Shelf
from herald.state import state_of
from herald.studio import Studio

_WORDS = {
    "presenter": "what is known of the presenter (enrolled again, or somebody else)",
    "models": "the model files",
    "files": "the voice's own files",
    "audio": "the recording",
    "other_voices": "what other voices than the script's own depend on",
    "id": "the words",
    "phrases": "the words",
    "first": "whether it opens the broadcast",
    "last": "whether it closes the broadcast",
    "pause_after_ms": "the pause after it, in ms",
    "fps": "frames per second",
    "size_px": "size in pixels",
}
"""Inputs whose names say too little to people."""

_OF_PHRASES = ("the words", "the pauses in it", "how words in it are said", "speed", "voice")
"""What a phrase's inputs are, in the order of `herald.inputs.sentence_inputs`."""

_UNREADABLE = ("presenter", "models", "files", "other_voices", "audio")
"""Inputs that are hashes or lists of them: that they changed is all there is to see."""


def why(studio: Studio, slug: str, language: str | None, on: date) -> list[str]:
    """Explain every language of a broadcast, or one, with every presenter that it is published with.

    Args:
        studio: the opened workspace.
        slug: of the broadcast, or the path of a script.
        language: a language, or `<language>@<presenter>`; None for all.
        on: the day whose facts hold.

    Raises:
        UserError: there is no such broadcast or language, or its script has faults.
    """
    from herald.template.finding import read_named

    spoken, _, presenter = (language or "").partition("@")
    planner = Planner(studio, Wishes(on))
    lines: list[str] = []
    for reading in read_named(studio.workspace, [slug], on=on, languages=(spoken,) if spoken else ()):
        script = reading.script
        beside = sorted((studio.workspace.outputs / script.slug).glob(f"{script.language}@*"))
        others = [folder.name.partition("@")[2] for folder in beside]
        names = [presenter] if presenter else ["", *(others if language is None else ())]
        for name in names:
            own = script.presenter or presenters.DEMONSTRATION
            lines += explain(planner.plan(script, name or own, f"@{name}" if name else ""))
    return lines


def explain(plan: Plan) -> list[str]:
    """Return why an edition would be made again, a line for each input that changed.

    The first line says how the published edition stands to the plan.
    """
    state, shelf = state_of(plan), Shelf(plan.folder)
    name = f"{plan.script.slug} {plan.folder.name}"
    if state.name == "new":
        return [f"{name}: nothing is published yet"]
    if state.name == "damaged":
        return [f"{name}: edition {state.published} is damaged: {state.detail}"]
    if state.name == "current":
        return [f"{name}: up to date (edition {state.published})"]
    if state.name == "rolled back":
        return [
            f"{name}: edition {state.published} was rolled back to; {state.newest} is what the script says"
        ]
    made = shelf.manifest(state.newest or 0)
    before = published_plan(made)
    if before is None:
        return [f"{name}: out of date: edition {state.newest} was made by another version of Herald"]
    lines = list(changes(before, plan.declared(), made, plan))
    return [f"{name}: out of date, {len(lines)} {'change' if len(lines) == 1 else 'changes'}", *lines]


def changes(
    before: Mapping[str, Any], now: Mapping[str, Any], made: Mapping[str, Any], plan: Plan
) -> Iterator[str]:
    """Yield a line for each input that differs between two declared plans.

    Args:
        before, now: as `Plan.declared` gives them.
        made: the manifest of the edition that was made from `before`.
        plan: the plan of today.
    """
    said = made.get("presenter", {}).get("name")
    if said != plan.presenter:
        yield f"  presenter: {said} -> {plan.presenter}"
    for section in ("edition", "speech", "pictures"):
        old, new = before.get(section, {}), now[section]
        for key in sorted({*old, *new}):
            if key == "presenter" and said != plan.presenter:
                continue
            if old.get(key) != new.get(key):
                yield f"  {_changed(key, old.get(key), new.get(key))}"
    yield from _sentence_changes(before.get("sentences", []), now["sentences"], plan)


def _sentence_changes(old: list[Any], new: list[Any], plan: Plan) -> Iterator[str]:
    for pair in paired([_entry(one) for one in old], [_entry(one) for one in new]):
        if pair.change == "same":
            continue
        if pair.new is None:
            yield f"  removed: {text_of(old[pair.old or 0])}"
            continue
        place = plan.script.sentences[pair.new].place
        where = f"{place.path.name}:{place.line}"
        if pair.old is None:
            yield f"  added ({where}): {text_of(new[pair.new])}"
            continue
        before, now = old[pair.old], new[pair.new]
        if text_of(before) != text_of(now):
            yield f"  changed ({where}): {text_of(before)} -> {text_of(now)}"
        for key in sorted({*before, *now}):
            if key not in ("id", "phrases") and before.get(key) != now.get(key):
                yield f"  changed ({where}): {text_of(now)}: {_changed(key, before.get(key), now.get(key))}"
        if text_of(before) == text_of(now) and before["phrases"] != now["phrases"]:
            yield f"  changed ({where}): {text_of(now)}: {_how_it_is_said(before['phrases'], now['phrases'])}"


def _how_it_is_said(before: Sequence[Sequence[Any]], now: Sequence[Sequence[Any]]) -> str:
    """Return what differs between phrases that have the same words."""
    if len(before) != len(now):
        return "where it pauses"
    names = (
        name
        for a, b in zip(before, now, strict=True)
        for name, old, new in zip(_OF_PHRASES, a, b, strict=True)
        if old != new
    )
    return ", ".join(dict.fromkeys(names))


def sections_changed(
    made: Mapping[str, Any], edition: Inputs, speech: Inputs, pictures: Inputs, sentences: str
) -> list[str]:
    """Return the names of what changed since an edition was made; its sentences only as a whole.

    Args:
        made: the edition's manifest.
        edition, speech, pictures, sentences: what `herald.plan.plan_key` asks for, as it is today.
    """
    before = published_plan(made)
    if before is None:
        return ["the version of Herald"]
    now = {"edition": edition, "speech": speech, "pictures": pictures}
    names = [
        f"version of the {section}" if key == "version" else key.replace("_", " ")
        for section, inputs in now.items()
        for key in sorted({*before[section], *inputs})
        if before[section].get(key) != inputs.get(key)
    ]
    return [*names, *(["sentences"] if digest(before["sentences"]) != sentences else [])]


def text_of(sentence: Mapping[str, Any]) -> str:
    """Return the words of a sentence's inputs."""
    return " ".join(str(phrase[0]) for phrase in sentence["phrases"])


def _entry(sentence: Mapping[str, Any]) -> tuple[str, str, Any]:
    return str(sentence["id"]), text_of(sentence), sentence


def _changed(key: str, old: object, new: object) -> str:
    name = _WORDS.get(key, key.replace("_", " "))
    return f"{name} changed" if key in _UNREADABLE else f"{name}: {_shown(old)} -> {_shown(new)}"


def _shown(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " x ".join(map(str, value)) if isinstance(value, list) else str(value)
