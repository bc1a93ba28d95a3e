"""Rendered segments become a published edition: joined, mastered, captioned, measured, described."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from herald import edition
from herald.cache import pin
from herald.captions import SpokenText, make_cues, transcript, write_captions
from herald.captions.chapters import chapters_of, write_chapters
from herald.edition import Edition
from herald.ffmpeg import join_video, mux, read_frames
from herald.ffmpeg.chapters import add_chapters
from herald.files import sha256_of, write_json, write_text, written_beside
from herald.inputs import CAPTIONS, MASTER
from herald.licensing import Licensed, licensed, notes
from herald.marks import MarkedText, write_marked
from herald.master import Loudness, Piece, publish_sound, write_raw
from herald.media import moved
from herald.outline import outline_for_manifest
from herald.plan import digest
from herald.render_job import RenderJob, joinable
from herald.shelf import Shelf
from herald.store import Input, Recipe, Store, unique_name
from herald.studio import Studio
from herald.timeline import Segment, merged_pauses
from herald.timing import MASTER_RATE_HZ, frame_at_sample, sample_at_frame, samples_of_ms, seconds_at_sample

if TYPE_CHECKING:
    from herald.pipeline import StageClock
    from herald.plan import Plan
    from herald.recorded.readback import ReadBack
    from lipsync.presenter import Presenter
    from tts.engine import Voice

POSTER_AT_MS = 200
"""The opening silence lasts longer than this, so the poster shows the presenter with the mouth at rest."""

POSTER_QUALITY = 90

_SOUND = "sound.mp4"
_LOUDNESS = "loudness.json"


def publish(
    studio: Studio,
    plan: Plan,
    presenter: Presenter,
    segments: Sequence[Segment],
    jobs: Sequence[RenderJob],
    sound: Sound,
    models: Sequence[str],
    clock: StageClock,
    strict: bool = False,
    heard: ReadBack | None = None,
) -> Edition:
    """Put an edition together, check it, and make it the published one of its folder.

    Args:
        studio: the opened workspace.
        plan: what was asked for.
        presenter: who says it.
        segments, jobs: the sentences on the frame clock and their rendered pictures, in order.
        sound: of the whole.
        models: names of the model files that were used.
        clock: the stages so far.
        strict: publish nothing that is below a mark of quality.
        heard: how surely the sound says the script, where that was looked at.

    Raises:
        BelowMark: the edition is not good enough for `strict`; what was made is kept in the store.
    """
    from tts.lexicon_file import read_word_list

    fps = jobs[0].fps
    head = {
        **edition.describe(plan.script, studio.registry, models, _parts(plan, presenter, jobs[0])),
        "seconds": edition.clip_seconds(_n_frames(segments), fps),
        "fps": str(fps),
        "n_frames": _n_frames(segments),
        "sentences": _sentences(segments, fps),
        "notes": _notes(studio, plan, models),
        "chapters": [asdict(chapter) for chapter in chapters_of(segments, fps, plan.script.title)],
        "plan": plan.declared(),
        "outline": outline_for_manifest(
            plan.script, read_word_list(studio.workspace.lexicon, plan.script.language)
        ),
    }
    if heard is not None:
        head["notes"] = [*head["notes"], *heard.notes()]
        head["confidences"] = [round(confidence, 3) for confidence in heard.confidences]
        head["doubtful"] = [sentence.id for sentence, _ in heard.doubtful()]
    keys: list[Input] = [job.recipe.key for job in jobs]
    recipe = Recipe("edition", {"head": digest(head), "segments": keys, "sound": sound.path.parent.name})
    made = studio.store.get(
        recipe, lambda part: _make(studio, plan, segments, jobs, sound, head, part, clock)
    )
    clock.lap("join")
    if strict:
        edition.refuse_shortfalls(json.loads((made / edition.MANIFEST).read_text(encoding="utf-8")))
    shelf = Shelf(plan.folder)
    log = {
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "stage_seconds": clock.seconds,
        "cpu_seconds": {stage: round(seconds, 3) for stage, seconds in clock.cpu.items()},
        "build_seconds": round(sum(clock.seconds.values()), 3),
        "n_reused": studio.store.n_reused,
        "saved_seconds": round(studio.store.saved_s, 1),
        "parts": sorted(studio.store.used),
    }
    number = shelf.add(made, log)
    shelf.publish(number)
    shelf.sweep(studio.settings)
    pin(studio.store, plan.folder, studio.store.used)
    return Edition(plan.folder, number, shelf.manifest(number), log)


def _make(
    studio: Studio,
    plan: Plan,
    segments: Sequence[Segment],
    jobs: Sequence[RenderJob],
    sound: Sound,
    head: dict[str, Any],
    part: Path,
    clock: StageClock,
) -> None:
    """Make the files of an edition in an empty folder."""
    from herald.checking import check_edition

    script, fps = plan.script, jobs[0].fps
    captions = part / edition.CAPTIONS_SRT
    for path in _captions(studio.store, _spoken(segments, fps), script.language):
        shutil.copyfile(path, part / path.name)
    write_text(part / edition.TRANSCRIPT, transcript(script))
    write_marked(_marked(segments, fps), part / edition.MARKS)
    video = part / edition.VIDEO
    assemble(studio, jobs, sound, video, title=script.title, language=script.language, captions=captions)
    write_poster(jobs[0], studio.store, part / edition.POSTER)
    chapters = chapters_of(segments, fps, script.title)
    if chapters:
        write_chapters(chapters, part / edition.CHAPTERS)
        add_chapters(video, chapters)
    clock.lap("join")
    measures, warnings = check_edition(studio.store, jobs, sound.loudness)
    clock.lap("check")
    files = {"measures": measures, "warnings": warnings, "files": edition.file_facts(part)}
    write_json(part / edition.MANIFEST, {**head, **files})


def _captions(store: Store, spoken: Sequence[SpokenText], language: str) -> list[Path]:
    """Return the files of the captions; they are made once for all presenters who say the same."""
    said: list[Input] = [[text.text, [mark.timed for mark in text.words]] for text in spoken]
    recipe = Recipe("captions", {"version": CAPTIONS, "language": language, "spoken": said})

    def make(folder: Path) -> None:
        cues = make_cues(spoken, language)
        write_captions(cues, folder / edition.CAPTIONS_VTT, folder / edition.CAPTIONS_SRT)

    folder = store.get(recipe, make)
    return [folder / name for name in (edition.CAPTIONS_VTT, edition.CAPTIONS_SRT)]


@dataclass(frozen=True)
class Sound:
    """The published sound of an edition, in the store.

    Attributes:
        path: an MP4 file with AAC and nothing else.
        loudness: measured on it.
    """

    path: Path
    loudness: Loudness


def make_sound(store: Store, segments: Sequence[Segment], fps: Fraction) -> Sound:
    """Bring the speech of all segments to one loudness and encode it, once for the same speech.

    It needs no picture, so it may run while the pictures are made.
    """
    n_samples = sample_at_frame(_n_frames(segments), MASTER_RATE_HZ, fps)
    store.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{unique_name()}.", dir=store.root) as scratch:
        raw = Path(scratch) / "raw.wav"
        heard = write_raw(_pieces(segments, fps), n_samples, raw)
        recipe = Recipe("master", {"version": MASTER, "sound": heard})

        def make(part: Path) -> None:
            loudness = publish_sound(raw, n_samples, part / _SOUND)
            write_json(part / _LOUDNESS, asdict(loudness))

        folder = store.get(recipe, make)
    measured = json.loads((folder / _LOUDNESS).read_text(encoding="utf-8"))
    return Sound(folder / _SOUND, Loudness(**measured))


def assemble(
    studio: Studio,
    jobs: Sequence[RenderJob],
    sound: Sound,
    target: Path,
    *,
    title: str,
    language: str,
    captions: Path | None = None,
) -> None:
    """Put the segments' pictures and the sound into one MP4; nothing is encoded.

    Raises:
        StageFailed: sound and picture of the result differ by more than a frame.
    """
    studio.progress.begin("join", 2, "steps")
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target, since the disk for the result is the one that must have the room.
    with tempfile.TemporaryDirectory(prefix=".herald-", dir=target.parent) as scratch:
        silent = Path(scratch) / "silent.mp4"
        join_video([joinable(studio.store, job) for job in jobs], silent, jobs[0].fps)
        studio.progress.advance()
        mux(silent, sound.path, target, title=title, language=language, captions=captions, is_encoded=True)
        studio.progress.advance()
    studio.progress.end()


def write_poster(first: RenderJob, store: Store, target: Path) -> None:
    """Write the picture that a player shows before it plays: one of the first segment's."""
    import cv2

    at = frame_at_sample(samples_of_ms(POSTER_AT_MS, MASTER_RATE_HZ), MASTER_RATE_HZ, first.fps)
    video = joinable(store, first).path
    (frame,) = read_frames(video, start_frame=min(at, first.n_frames - 1), n_frames=1)
    with written_beside(target) as part:
        part.write_bytes(
            cv2.imencode(".jpg", frame[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, POSTER_QUALITY])[1].tobytes()
        )


def _n_frames(segments: Sequence[Segment]) -> int:
    return segments[-1].first_frame + segments[-1].n_frames


def _pieces(segments: Sequence[Segment], fps: Fraction) -> Iterator[Piece]:
    """Yield every segment's sound in its place; one is in memory at a time."""
    for segment in segments:
        yield Piece(segment.first_sample(fps) + segment.sound_at, segment.load_sound())


def _spoken(segments: Sequence[Segment], fps: Fraction) -> list[SpokenText]:
    return [
        SpokenText(segment.sentence.text, moved(segment.words, segment.first_sample(fps)))
        for segment in segments
        if segment.sentence is not None
    ]


def _marked(segments: Sequence[Segment], fps: Fraction) -> MarkedText:
    """Return the timed sounds and words of the whole edition."""
    placed = [moved(segment.marks, segment.first_sample(fps)) for segment in segments]
    marks = [mark for part in placed for mark in part]
    sounds = [mark for mark in marks if mark.kind != "word"]
    words = [mark for mark in marks if mark.kind == "word"]
    # At odd frame rates a segment's own clock and the edition's differ by a sample where two segments meet.
    ends = [*(mark.start for mark in sounds[1:]), sample_at_frame(_n_frames(segments), MASTER_RATE_HZ, fps)]
    sounds = [replace(mark, stop=end) for mark, end in zip(sounds, ends, strict=True)]
    text = " ".join(segment.sentence.text for segment in segments if segment.sentence is not None)
    return MarkedText(MASTER_RATE_HZ, ends[-1], text, (*merged_pauses(sounds), *words))


def _notes(studio: Studio, plan: Plan, models: Sequence[str]) -> list[str]:
    """Return what a person should know of voices and models."""
    if plan.script.audio:
        return [*notes(licensed((), models, studio.registry))]
    return [*notes(licensed(plan.cast.voices, models, studio.registry)), *plan.cast.notes()]


def _parts(plan: Plan, presenter: Presenter, job: RenderJob) -> dict[str, Any]:
    """Return who and what made an edition."""
    audio = plan.script.audio
    return {
        "presenter": {"name": presenter.name, "identity": presenter.identity},
        "voice": None if audio else _voice(plan.cast.voice),
        "other_voices": [] if audio else [_voice(voice) for voice in plan.cast.voices[1:]],
        "recording": {"file": audio.name, "sha256": sha256_of(audio)} if audio else None,
        "renderer": {"name": job.renderer.name, "version": plan.pictures["renderer_version"]},
        "size_px": list(job.size_px),
        "speed": plan.script.speed,
    }


def _voice(voice: Voice) -> dict[str, Any]:
    return {
        "name": voice.name,
        "engine": voice.engine,
        "licence": voice.licence,
        "commercial_use": Licensed(voice.name, voice.licence).commercial_use,
        "files": {path.name: sha256_of(path) for path in voice.files},
    }


def _sentences(segments: Sequence[Segment], fps: Fraction) -> list[dict[str, Any]]:
    """Return where every sentence is, in the script and in the edition."""
    return [
        {
            "id": segment.sentence.id,
            "text": segment.sentence.text,
            "line": segment.sentence.place.line,
            "first_frame": segment.first_frame,
            "n_frames": segment.n_frames,
            "seconds": round(float(seconds_at_sample(segment.first_sample(fps), MASTER_RATE_HZ)), 3),
        }
        for segment in segments
        if segment.sentence is not None
    ]
