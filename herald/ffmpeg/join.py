"""Finished videos out of segments: joined without encoding again, given their sound, and checked."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import ffmpeg
import langcodes

from herald.errors import StageFailed
from herald.ffmpeg.probe import Packets, probe, scan
from herald.ffmpeg.tool import STANDARD_OUTPUT, arguments, run_ffmpeg, running_ffmpeg, source
from herald.files import written_beside
from herald.timing import MASTER_RATE_HZ, seconds_at_frame, seconds_at_sample

AAC = {
    "acodec": "aac",
    "b:a": "192k",
    "ar": MASTER_RATE_HZ,
    "aac_coder": "fast",
    "aac_ms": 1,
    "aac_is": 0,
    "aac_pns": 0,
    "flags:a": "+bitexact",
}
"""The sound of every published file. ffmpeg's defaults code the two channels by intensity and by noise,
after which equal channels are up to 17 % of full scale apart; forced mid/side keeps them equal to the last
bit. The fast coder is the more exact one at this bit rate (51 dB signal to noise on speech, against 44)."""

BOTH_CHANNELS = "pan=stereo|c0=c0|c1=c0"
"""Mono to two equal channels. (ffmpeg's own upmix would make them 3 dB softer.)"""

_SOUND_SLACK_S = Fraction(1, 1000)
"""Some files count sound in ticks that are coarser than samples."""


@dataclass(frozen=True)
class Lengths:
    """What a finished file decodes to.

    Attributes:
        n_frames: of the picture.
        fps: of the picture.
        n_samples: of the sound, per channel.
        rate_hz: of the sound.
    """

    n_frames: int
    fps: Fraction
    n_samples: int
    rate_hz: int


def join_video(segments: Sequence[Path], target: Path, fps: Fraction) -> int:
    """Join segments from `VideoWriter` into one file; the packets are copied, not encoded again.

    Args:
        segments: at least one, all with the same settings.
        target: the .mp4 file to make.
        fps: their frame rate.

    Returns:
        the number of frames.

    Raises:
        StageFailed: a segment is damaged or does not match the first, or the joined file is not whole.
    """
    if not segments:
        raise ValueError("there is nothing to join")
    first = _segment_packets(segments[0], fps)
    n_frames = 0
    for segment in segments:
        packets = _segment_packets(segment, fps)
        if packets.header != first.header:
            raise StageFailed(f"{segment} was encoded with other settings than {segments[0]}; make it again")
        n_frames += len(packets.pts)
    step = first.pts[1] - first.pts[0] if len(first.pts) > 1 else first.durations[0]
    with written_beside(target) as part:
        with tempfile.TemporaryDirectory() as folder:
            listing = Path(folder) / "segments.ffconcat"
            entries = "".join(_entry(segment) for segment in segments)
            listing.write_text(f"ffconcat version 1.0\n{entries}", encoding="utf-8")
            run_ffmpeg(_join_command(listing, part, step))
        n_joined = len(_segment_packets(part, fps).pts)
        if n_joined != n_frames:
            raise StageFailed(f"the segments have {n_frames} frames, joined only {n_joined}")
    return n_frames


def mux(
    video: Path,
    sound_wav: Path,
    target: Path,
    *,
    title: str,
    language: str,
    captions: Path | None = None,
) -> Lengths:
    """Put picture, sound and captions into one MP4 file that starts to play before it is loaded.

    The picture is copied. The sound becomes AAC at MASTER_RATE_HZ in two equal channels, since loudness
    is then the same on every player: a mono file is played 3 dB louder by some.

    Args:
        video: an MP4 file with the picture.
        sound_wav: mono sound as long as the picture.
        target: the .mp4 file to make.
        title: shown by players.
        language: BCP-47 of the sound and the captions.
        captions: SRT or WebVTT for a caption track that the viewer can switch on and off.

    Returns:
        the lengths of picture and sound, counted by decoding the new file.

    Raises:
        StageFailed: picture and sound do not agree within one frame.
    """
    if probe(sound_wav).n_audio_channels != 1:
        raise ValueError(f"{sound_wav} must be mono")
    lengths: list[Lengths] = []
    with written_beside(target, lambda part: lengths.append(verify_av(part))) as part:
        run_ffmpeg(_mux_command(video, sound_wav, part, title, language, captions))
    return lengths[0]


def verify_av(path: Path) -> Lengths:
    """Decode a finished file and check that picture and sound start together and are equally long.

    Raises:
        StageFailed: something cannot be decoded, frames are not evenly spaced, picture or sound do not
            start at zero, or their ends are more than one frame apart.
        UserError: there is no such file, or it is no media file.
    """
    facts = probe(path)
    if not (facts.has_video and facts.has_audio):
        raise StageFailed(f"{path} must have both picture and sound")
    n_frames, n_samples = _decoded_lengths(path, facts.fps)
    picture = seconds_at_frame(n_frames, facts.fps)
    sound = seconds_at_sample(n_samples, facts.audio_rate_hz)
    if abs(picture - sound) > 1 / facts.fps:
        raise StageFailed(
            f"{path}: {float(picture):.3f} s of picture but {float(sound):.3f} s of sound "
            f"({n_frames} frames, {n_samples} samples)"
        )
    return Lengths(n_frames, facts.fps, n_samples, facts.audio_rate_hz)


def language_code(language: str) -> str:
    """Return the three letters of ISO 639-2 that MP4 files carry, such as "por" for "pt-br"; else "und"."""
    try:
        return langcodes.Language.get(language).to_alpha3()
    except LookupError:
        return "und"


def _segment_packets(path: Path, fps: Fraction) -> Packets:
    streams, _ = scan(path)
    if len(streams) != 1 or streams[0].header.get("codec_id") != "h264":
        raise StageFailed(f"{path} is not a single stream of H.264")
    packets = streams[0]
    step = 1 / (fps * packets.time_base)
    if any(time != i * step for i, time in enumerate(packets.pts)):
        raise StageFailed(f"{path} does not have exactly {fps} frames per second from zero on")
    return packets


def _entry(segment: Path) -> str:
    # Inside the quotes only the quote itself has to be escaped: close, escaped quote, open.
    quoted = source(segment).replace("'", r"'\''")
    return f"file '{quoted}'\n"


def _join_command(listing: Path, target: Path, step: int) -> list[str]:
    # The concat demuxer adds lengths in microseconds; counting frames makes the time stamps exact again.
    stamps = f"setts=ts=N*{step}:duration={step}"
    joined = ffmpeg.input(source(listing), format="concat", safe=0, auto_convert=0)
    output = ffmpeg.output(
        joined["v:0"],
        source(target),
        format="mp4",
        codec="copy",
        fflags="+bitexact",
        **{"bsf:v": stamps},
    )
    return arguments(output, strict=True)


def _mux_command(
    video: Path, sound_wav: Path, target: Path, title: str, language: str, captions: Path | None
) -> list[str]:
    streams = [ffmpeg.input(source(video))["v:0"], ffmpeg.input(source(sound_wav))["a:0"]]
    options: dict[str, object] = {**AAC, "metadata:s:a:0": f"language={language_code(language)}"}
    if captions is not None:
        streams.append(ffmpeg.input(source(captions))["s:0"])
        options |= {"c:s": "mov_text", "metadata:s:s:0": f"language={language_code(language)}"}
    output = ffmpeg.output(
        *streams,
        source(target),
        format="mp4",
        vcodec="copy",
        movflags="+faststart",
        fflags="+bitexact",
        map_metadata="-1",
        metadata=f"title={title}",
        **{"filter:a": BOTH_CHANNELS},
        **options,
    )
    return arguments(output, strict=True)


def _decoded_lengths(path: Path, fps: Fraction) -> tuple[int, int]:
    file = ffmpeg.input(source(path))
    output = ffmpeg.output(
        file["v:0"], file["a:0"], STANDARD_OUTPUT, format="framecrc", fps_mode="passthrough"
    )
    n_frames, n_samples = 0, 0
    bases: dict[int, Fraction] = {}
    with running_ffmpeg(arguments(output, strict=True), stdout=True) as running:
        for stream, pts, duration in _decoded(running.stdout, bases):
            at = pts * bases[stream]
            expected = seconds_at_frame(n_frames, fps) if stream == 0 else n_samples * bases[stream]
            if abs(at - expected) > (0 if stream == 0 else _SOUND_SLACK_S):
                kind = "frame" if stream == 0 else "sound"
                raise StageFailed(f"{path}: a {kind} comes at {float(at):.4f} s, not {float(expected):.4f} s")
            if stream == 0:
                n_frames += 1
            else:
                n_samples += duration
        said = running.finish()
    if said.strip():
        raise StageFailed(f"{path} does not decode cleanly:\n{said.strip()}")
    return n_frames, n_samples


def _decoded(lines: Iterable[bytes], bases: dict[int, Fraction]) -> Iterator[tuple[int, int, int]]:
    for raw in lines:
        line = raw.decode("ascii")
        if line.startswith("#tb "):
            number, _, base = line[4:].partition(":")
            bases[int(number)] = Fraction(base.strip())
        elif not line.startswith("#"):
            stream, _dts, pts, duration = (int(part) for part in itertools.islice(line.split(","), 4))
            yield stream, pts, duration
