"""The plan of an edition: everything it depends on, declared and hashed, before anything is made.

    edition    what the whole depends on                       herald/inputs.py
    speech     what all its speech depends on
    pictures   what all its pictures depend on
    sentences  what each sentence adds

Build, `herald status` and `herald why` ask the same plan, so they cannot disagree: an edition is up to date
if the plan that it was published with has the key of the plan of today.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from herald import presenters
from herald.casting import Cast, cast, named_besides, of_presenter, with_unknown_voices
from herald.errors import ScriptErrors, UserError
from herald.inputs import (
    Inputs,
    edition_inputs,
    picture_inputs,
    recording_inputs,
    sentences_inputs,
    speech_inputs,
)
from herald.licensing import check_commercial, licensed
from herald.media import Script
from herald.renderers import ChosenRenderer, choose_renderer
from herald.staging import Look, look_of, stage
from herald.studio import Studio

if TYPE_CHECKING:
    from herald.outline import Outline
    from lipsync.presenter import Presenter
    from tts.engine import Voice
    from tts.lexicon_file import WordList


LAYOUT = 3
"""Raised whenever a declared plan has its inputs in other places, so that two plans cannot be compared."""


@dataclass(frozen=True)
class Wishes:
    """What the command line asks for instead of what the scripts say; None leaves it to them.

    Attributes:
        on: the day whose facts hold.
        languages: only these; if it is one, it is also that of scripts whose names do not say theirs.
        presenters: names. Of several, the script's own is published in `<language>/`, others in
            `<language>@<presenter>/`.
        voice: its name.
        output: folder for editions.
        n_jobs: processes that render; None for one for each core.
        commercial_only: whether to refuse what must not be used commercially.
        stale_ok: translations whose source has changed are published too.
        strict: publish nothing that is below a mark of quality.
        read_back: whether to check that the sound says the script.
        size_px: (width, height) of the video.
        shape: width over height of the part of the footage that is shown.
        background: file to put behind the presenter.
        renderer: what paints, by its name.
    """

    on: date
    languages: tuple[str, ...] = ()
    presenters: tuple[str, ...] = ()
    voice: str | None = None
    output: Path | None = None
    n_jobs: int | None = None
    commercial_only: bool = False
    stale_ok: bool = False
    strict: bool = False
    read_back: bool = False
    size_px: tuple[int, int] | None = None
    shape: Fraction | None = None
    background: Path | None = None
    renderer: str | None = None


@dataclass(frozen=True)
class Plan:
    """One edition to build, checked, with all that it depends on.

    Attributes:
        script: what is said.
        presenter: name of the person who says it.
        cast: the voices they say it with.
        look: how the video shall look.
        folder: where the edition will be published.
        edition, speech, pictures: inputs by name, see `herald.inputs`.
        sentences: the inputs that each sentence adds, in order.
        renderer: what paints, with its weights; None while nobody of the name is enrolled.
        renderer_asked: the renderer that was asked for instead of the presenter's own.
    """

    script: Script
    presenter: str
    cast: Cast
    look: Look
    folder: Path
    edition: Inputs
    speech: Inputs
    pictures: Inputs
    sentences: tuple[Inputs, ...]
    renderer: ChosenRenderer | None = None
    renderer_asked: str | None = None

    @property
    def key(self) -> str:
        """Changes if, and only if, anything changes that the edition depends on; 64 hex digits."""
        return plan_key(self.edition, self.speech, self.pictures, digest(list(self.sentences)))

    def with_presenter(self, studio: Studio, presenter: Presenter) -> Plan:
        """Return the plan with somebody who was not enrolled yet when it was made."""
        renderer = choose_renderer(studio, presenter, self.renderer_asked)
        pictures = pictures_of(presenter, self.script.fps, self.look, renderer)
        return replace(self, pictures=pictures, renderer=renderer)

    def declared(self) -> dict[str, Any]:
        """Return the plan as plain values, as manifests keep it."""
        return {
            "layout": LAYOUT,
            "key": self.key,
            "edition": self.edition,
            "speech": self.speech,
            "pictures": self.pictures,
            "sentences": list(self.sentences),
        }


class Planner:
    """Plans editions; asks for each voice and each presenter once.

    Args:
        studio: the opened workspace.
        wishes: what was asked for instead of what the scripts say.
    """

    def __init__(self, studio: Studio, wishes: Wishes) -> None:
        self._studio = studio
        self._wishes = wishes
        self.voice = functools.cache(self._voice)
        self.speech = functools.cache(self._speech)
        self.words = functools.cache(self._words)
        self._check = functools.cache(functools.partial(presenters.check, studio))
        self._facts = functools.cache(functools.partial(presenters.facts, studio))
        self.renderer = functools.cache(self._renderer)

    def plans(self, script: Script) -> list[Plan]:
        """Return the plans of a script, one for each presenter that was asked for; errors as for `plan`."""
        own = script.presenter or presenters.DEMONSTRATION
        wanted = self._wishes.presenters or (own,)
        if len(wanted) == 1:
            return [self.plan(script, wanted[0])]
        return [self.plan(script, name, "" if name == own else f"@{name}") for name in wanted]

    def plan(self, script: Script, name: str, suffix: str = "") -> Plan:
        """Return the plan of a script with a presenter; nothing is made, and no model is read.

        Args:
            script: what is said.
            name: of the presenter.
            suffix: after the language, in the name of the folder.

        Raises:
            UserError: the presenter or the voice cannot be had; says all that is wrong.
        """
        complaints: list[str] = []
        renderer: ChosenRenderer | None = None
        try:
            self._check(name)
            renderer = self.renderer(name)
        except UserError as error:
            complaints.append(str(of_presenter(script, name, error)))
        try:
            voices = cast(script, self._wishes.voice, self.voice)
            if self._wishes.commercial_only:
                models = [
                    presenters.LANDMARK_MODEL,
                    *voices.models,
                    *(renderer.models if renderer else self._asked_models()),
                ]
                check_commercial(licensed(voices.voices, models, self._studio.registry))
        except ScriptErrors as error:
            complaints.append(str(error))
        except UserError as error:
            complaints.append(f"{script.path}: {error}")
        if script.audio is not None and not script.audio.is_file():
            complaints.append(f"{script.path}: its recording {script.audio} is not there.")
        try:
            look = self._look(script.path, script.size_px, script.shape, script.background)
            # A presenter who cannot be had has been complained of.
            seen = None if complaints else self._facts(name)
            pictures = pictures_of(seen, script.fps, look, renderer)
        except UserError as error:
            complaints.append(f"{script.path}: {error}")
        if complaints:
            raise UserError("\n".join(complaints))
        root = self._wishes.output or self._studio.workspace.outputs
        folder = root / script.slug / f"{script.language}{suffix}"
        return Plan(
            script=script,
            presenter=name,
            cast=voices,
            look=look,
            folder=folder,
            edition={**edition_inputs(script), **recording_inputs(self._studio, script.audio)},
            speech=self._all_speech(voices.voice, named_besides(script), script.language, script.speed),
            pictures=pictures,
            sentences=tuple(sentences_inputs(script.sentences, self.words(script.language))),
            renderer=renderer,
            renderer_asked=self._wishes.renderer,
        )

    def outlined(self, outline: Outline, presenter: str | None = None) -> tuple[Inputs, Inputs, Inputs, str]:
        """Return what `plan_key` asks for, of a script of which only the outline is known.

        Args:
            outline: of the script.
            presenter: who says it; None for the script's own.

        Raises:
            UserError: the presenter or the voice cannot be had.
        """
        name = presenter or outline.presenter or presenters.DEMONSTRATION
        self._check(name)
        voice = self.voice(outline.voice, outline.language)
        fps = None if outline.fps is None else Fraction(outline.fps)
        speech = self._all_speech(voice, outline.voices, outline.language, outline.speed)
        shape = None if outline.shape is None else Fraction(outline.shape)
        look = self._look(Path(outline.path), outline.size_px, shape, outline.background)
        pictures = pictures_of(self._facts(name), fps, look, self.renderer(name))
        audio = None if outline.audio is None else Path(outline.path).parent / outline.audio
        edition = {**outline.edition, **recording_inputs(self._studio, audio)}
        return edition, speech, pictures, outline.sentences

    def _look(
        self, path: Path, size_px: tuple[int, int] | None, shape: Fraction | None, file: str | None
    ) -> Look:
        """The look that a script asks for, or the command line instead of it."""
        wishes = self._wishes
        if wishes.size_px or wishes.shape:
            # A size of the command line is not bent to the shape that the script had in mind, or the reverse.
            size_px, shape = wishes.size_px, wishes.shape
        if wishes.background:
            file = str(wishes.background.absolute())
        return look_of(path, size_px, shape, file)

    def _renderer(self, name: str) -> ChosenRenderer | None:
        """Return what paints a presenter; None while nobody of the name is enrolled."""
        from lipsync.engine import entry

        if self._wishes.renderer:
            entry(self._wishes.renderer)
        presenter = self._facts(name)
        return None if presenter is None else choose_renderer(self._studio, presenter, self._wishes.renderer)

    def _asked_models(self) -> tuple[str, ...]:
        """The model of the renderer that was asked for, for a presenter who is not enrolled yet."""
        from lipsync.engine import entry

        weights = entry(self._wishes.renderer).weights if self._wishes.renderer else ()
        return (self._studio.registry.first_here(weights),) if weights else ()

    def _voice(self, name: str | None, language: str) -> Voice:
        from tts.voices import find_voice

        return find_voice(name, language, self._studio.workspace.models)

    def _all_speech(self, voice: Voice, others: Sequence[str], language: str, speed: float) -> Inputs:
        """Return the inputs of the speech of a script: of its own voice and of others."""
        return {
            **self.speech(voice, language, speed),
            "other_voices": [self.speech(self.voice(name, language), language, speed) for name in others],
        }

    def _words(self, language: str) -> WordList:
        from tts.lexicon_file import read_word_list

        return read_word_list(self._studio.workspace.lexicon, language)

    def _speech(self, voice: Voice, language: str, speed: float) -> Inputs:
        return speech_inputs(self._studio, voice, language, speed)


def plan_all(studio: Studio, scripts: Sequence[str | Path], wishes: Wishes) -> list[Plan]:
    """Read and check all scripts with their voices and presenters; nothing is built yet.

    Raises:
        UserError: with every fault of every script.
    """
    from herald.template.finding import read_named
    from herald.translation.holding import without_stale

    planner = Planner(studio, wishes)
    plans: list[Plan] = []
    complaints: list[str] = []
    language = wishes.languages[0] if wishes.languages else None
    try:
        readings = read_named(studio.workspace, scripts, on=wishes.on, languages=wishes.languages)
    except ScriptErrors as error:
        raise with_unknown_voices(error, scripts, language, planner.voice) from None
    for reading in readings:
        try:
            plans += planner.plans(reading.script)
        except UserError as error:
            complaints.append(str(error))
    if complaints:
        raise UserError("\n".join(complaints))
    _check_targets(plans)
    return plans if wishes.stale_ok else without_stale(studio, plans, wishes.on)


def pictures_of(
    presenter: Presenter | None, fps: Fraction | None, look: Look, renderer: ChosenRenderer | None = None
) -> Inputs:
    """Return the inputs of pictures; the presenter is None while nobody of the name is enrolled.

    Args:
        presenter: who is seen.
        fps: what the script asks for; None leaves it to the footage.
        look: how the video shall look.
        renderer: what paints.

    Raises:
        UserError: the presenter cannot be shown like that.
    """
    if presenter is None:
        return picture_inputs(None, fps, look.size_px)
    staging = stage(presenter, look)
    fps = fps or presenter.fps
    return picture_inputs(presenter.identity, fps, staging.size_px, renderer, staging.recipe())


def plan_key(edition: Inputs, speech: Inputs, pictures: Inputs, sentences: str) -> str:
    """Return the key of a plan from its inputs and the digest of what its sentences add."""
    return digest([edition, speech, pictures, sentences])


def digest(value: Any) -> str:
    """Return the SHA-256 of plain values, 64 hex digits."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def published_plan(manifest: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the plan that an edition was made from, or None if another version of Herald laid it out."""
    plan = manifest.get("plan")
    return plan if isinstance(plan, dict) and plan.get("layout") == LAYOUT else None


def published_key(manifest: Mapping[str, Any]) -> str | None:
    """Return the key of the plan that an edition was made from; None for one that does not say."""
    plan = manifest.get("plan")
    return plan.get("key") if isinstance(plan, dict) else None


def _check_targets(plans: Sequence[Plan]) -> None:
    """Two scripts that would be published in one place are refused before either is built."""
    by_folder: dict[Path, Plan] = {}
    for plan in plans:
        first = by_folder.setdefault(plan.folder, plan)
        if first is not plan:
            raise UserError(
                f"{first.script.path} and {plan.script.path} would both be published in {plan.folder}. "
                "Rename one of them."
            )
