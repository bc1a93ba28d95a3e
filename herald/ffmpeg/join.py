"""Finished videos out of segments: joined without encoding again, given their sound, and checked."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import ffmpeg

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


@dataclass(frozen=True)
class Joinable:
    """A segment whose packets have been looked at: they need not be read again to be joined.

    Attributes:
        path: the file.
        header: what a decoder is told of it; files can be joined if theirs are the same.
        n_frames: how many packets it has, evenly spaced from zero on.
        step: ticks from one to the next.
    """

    path: Path
    header: dict[str, str]
    n_frames: int
    step: int

    @classmethod
    def look(cls, path: Path, fps: Fraction) -> Joinable:
        """Look at a segment.

        Raises:
            StageFailed: it is not one stream of H.264 with exactly `fps` frames per second.
        """
        packets = _segment_packets(path, fps)
        step = packets.pts[1] - packets.pts[0] if len(packets.pts) > 1 else packets.durations[0]
        return cls(path, packets.header, len(packets.pts), step)


def join_video(segments: Sequence[Path | Joinable], target: Path, fps: Fraction) -> int:
    """Join segments from `VideoWriter` into one file; the packets are copied, not encoded again.

    Args:
        segments: at least one, all with the same settings; those that were not looked at yet are.
        target: the .mp4 file to make.
        fps: their frame rate.

    Returns:
        the number of frames.

    Raises:
        StageFailed: a segment is damaged or does not match the first, or the joined file is not whole.
    """
    if not segments:
        raise ValueError("there is nothing to join")
    looked = [one if isinstance(one, Joinable) else Joinable.look(one, fps) for one in segments]
    first = looked[0]
    for one in looked:
        if one.header != first.header:
            raise StageFailed(f"{one.path} was encoded with other settings than {first.path}; make it again")
    n_frames = sum(one.n_frames for one in looked)
    with written_beside(target) as part:
        with tempfile.TemporaryDirectory() as folder:
            listing = Path(folder) / "segments.ffconcat"
            entries = "".join(_entry(one.path) for one in looked)
            listing.write_text(f"ffconcat version 1.0\n{entries}", encoding="utf-8")
            run_ffmpeg(_join_command(listing, part, first.step))
        n_joined = len(_segment_packets(part, fps).pts)
        if n_joined != n_frames:
            raise StageFailed(f"the segments have {n_frames} frames, joined only {n_joined}")
    return n_frames


def mux(
    video: Path,
    sound: Path,
    target: Path,
    *,
    title: str,
    language: str,
    captions: Path | None = None,
    is_encoded: bool = False,
) -> Lengths:
    """Put picture, sound and captions into one MP4 file that starts to play before it is loaded.

    The picture is copied. The sound becomes AAC at MASTER_RATE_HZ in two equal channels, since loudness
    is then the same on every player: a mono file is played 3 dB louder by some.

    Args:
        video: an MP4 file with the picture.
        sound: mono sound as long as the picture.
        target: the .mp4 file to make.
        title: shown by players.
        language: BCP-47 of the sound and the captions.
        captions: SRT or WebVTT for a caption track that the viewer can switch on and off.
        is_encoded: the sound is AAC already, as `encode_sound` makes it, and the picture was decoded when its
            segments were made. Then both are copied, and the picture's packets are counted but not decoded.

    Returns:
        the lengths of picture and sound, counted in the new file.

    Raises:
        StageFailed: picture and sound do not agree within one frame.
    """
    if not is_encoded and probe(sound).n_audio_channels != 1:
        raise ValueError(f"{sound} must be mono")
    lengths: list[Lengths] = []
    with written_beside(
        target, lambda part: lengths.append(verify_av(part, decode_picture=not is_encoded))
    ) as part:
        run_ffmpeg(_mux_command(video, sound, part, title, language, captions, is_encoded))
    return lengths[0]


def encode_sound(sound_wav: Path, target: Path) -> None:
    """Encode mono sound as it is published: AAC, the same in both channels.

    Args:
        sound_wav: mono.
        target: an MP4 file with nothing else in it.
    """
    coded = ffmpeg.input(source(sound_wav)).output(
        source(target), format="mp4", af=BOTH_CHANNELS, fflags="+bitexact", map_metadata="-1", **AAC
    )
    run_ffmpeg(arguments(coded, strict=True))


def verify_av(path: Path, *, decode_picture: bool = True) -> Lengths:
    """Decode a finished file and check that picture and sound start together and are equally long.

    Args:
        path: an MP4 file.
        decode_picture: False looks at the time stamps of its packets only. The sound is always decoded.

    Raises:
        StageFailed: something cannot be decoded, frames are not evenly spaced, picture or sound do not
            start at zero, or their ends are more than one frame apart.
        UserError: there is no such file, or it is no media file.
    """
    facts = probe(path)
    if not (facts.has_video and facts.has_audio):
        raise StageFailed(f"{path} must have both picture and sound")
    n_frames, n_samples = _decoded_lengths(path, facts.fps, decode_picture)
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
    import langcodes

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
    video: Path,
    sound: Path,
    target: Path,
    title: str,
    language: str,
    captions: Path | None,
    is_encoded: bool,
) -> list[str]:
    streams = [ffmpeg.input(source(video))["v:0"], ffmpeg.input(source(sound))["a:0"]]
    coding = {"acodec": "copy"} if is_encoded else {**AAC, "filter:a": BOTH_CHANNELS}
    options: dict[str, object] = {**coding, "metadata:s:a:0": f"language={language_code(language)}"}
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
        **options,
    )
    return arguments(output, strict=True)


def _decoded_lengths(path: Path, fps: Fraction, decode_picture: bool) -> tuple[int, int]:
    file = ffmpeg.input(source(path))
    picture = {"fps_mode": "passthrough"} if decode_picture else {"c:v": "copy"}
    output = ffmpeg.output(file["v:0"], file["a:0"], STANDARD_OUTPUT, format="framecrc", **picture)
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
