"""What a media file holds, read from its packets.

ffmpeg copies the packets, undecoded, into its `framecrc` format: a line of text for each packet with exact
time stamps, and a header with time bases and sizes. That gives exact lengths and rates, which the summary
that ffmpeg prints for people does not. The summary is still read for rotation and colour.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import ffmpeg

from herald.errors import ToolFailed, UserError
from herald.ffmpeg.rate import steady_rate
from herald.ffmpeg.tool import STANDARD_OUTPUT, arguments, run_ffmpeg, source

_DISCARD = 0x4
"""Packet flag: decoded but not shown, because the file's edit list cuts it away."""

_NO_TIME = -(1 << 63)

_NEARLY_SQUARE = Fraction(1, 100)
"""Scaling leaves pixels like 1216:1215 behind; a line more would make sizes odd, and cost a resampling."""

BREAKS_OFF = re.compile(r"partial file|ended prematurely|[Tt]runcat")
"""What ffmpeg says of an unfinished file while its exit status is still 0."""

DAMAGED = re.compile(
    r"error while decoding|concealing|corrupt|Invalid NAL|missing picture|Invalid data|Decoding error"
    r"|Error (submitting|processing) packet"
)
"""What ffmpeg says of damaged packets; with several threads its exit status is sometimes 0 even so."""


@dataclass(frozen=True)
class Probe:
    """Facts about a media file. Numbers of the picture are 0 where there is none.

    Attributes:
        container: ffmpeg's name for the format of the file, such as "mov,mp4,m4a,3gp,3g2,mj2".
        duration: length of the picture in seconds, or of the sound where there is no picture.
        has_video: there is a picture (cover art does not count).
        has_audio: there is sound.
        video_codec: ffmpeg's name, such as "h264"; empty without a picture.
        size_px: (width, height) as it is to be seen: turned upright, with square pixels. May be odd.
        fps: exact frame rate; for a variable rate, the nominal one (the most usual spacing of frames).
        variable_rate: frames are not evenly spaced.
        n_frames: how many frames are stored.
        first_frame_at: seconds from the start of the file to the first frame.
        rotation_degrees: how far the stored picture has to be turned clockwise to be upright, 0 to 359.
        interlaced: frames are stored as two fields.
        colour_matrix: ffmpeg's name, such as "bt709"; "unknown" where the file does not say.
        colour_transfer: likewise.
        n_audio_channels: of the first sound track.
        audio_rate_hz: likewise.
        audio_duration: length of the first sound track in seconds.
    """

    container: str
    duration: Fraction
    has_video: bool
    has_audio: bool
    video_codec: str = ""
    size_px: tuple[int, int] = (0, 0)
    fps: Fraction = Fraction(0)
    variable_rate: bool = False
    n_frames: int = 0
    first_frame_at: Fraction = Fraction(0)
    rotation_degrees: int = 0
    interlaced: bool = False
    colour_matrix: str = "unknown"
    colour_transfer: str = "unknown"
    n_audio_channels: int = 0
    audio_rate_hz: int = 0
    audio_duration: Fraction = Fraction(0)


@dataclass(frozen=True)
class Packets:
    """The packets of one stream, undecoded.

    Attributes:
        header: what `framecrc` says of the stream, such as {"codec_id": "h264"}.
        time_base: length of one tick in seconds.
        pts: presentation times in ticks, ascending.
        durations: of the packets in ticks, in the order of `pts`.
    """

    header: dict[str, str]
    time_base: Fraction
    pts: tuple[int, ...]
    durations: tuple[int, ...]

    @property
    def start(self) -> Fraction:
        """Presentation time of the first packet in seconds."""
        return self.pts[0] * self.time_base

    @property
    def stop(self) -> Fraction:
        """End of the last packet in seconds."""
        return (self.pts[-1] + self.durations[-1]) * self.time_base


def probe(path: Path) -> Probe:
    """Read the facts about a media file. The packets are read, but not decoded.

    Raises:
        UserError: the file is not there, is empty, is no media file, or is cut short; the message says so.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise UserError(f"{path}: {error.strerror or error}") from error
    if path.is_dir():
        raise UserError(f"{path} is a folder, not a media file.")
    if status.st_size == 0:
        raise UserError(f"{path} is empty. Copy or record it again.")
    return _probe(path.absolute(), status.st_size, status.st_mtime_ns)


def refusal(path: Path, stderr: str) -> UserError:
    """Return the error that tells in the user's words why ffmpeg could not read `path`."""
    if "moov atom not found" in stderr:
        why = "is no video, or was cut short: its index ('moov atom') is missing. Copy or export it again"
    elif BREAKS_OFF.search(stderr):
        why = "breaks off before its end. Copy or export it again"
    elif "Permission denied" in stderr:
        why = "may not be read: permission denied"
    elif re.search(r"Error opening input", stderr):
        why = "is not a video or sound file that can be read"
    else:
        why = "is damaged. Copy or export it again"
    said = [line for line in stderr.strip().splitlines() if re.search(r"\[(error|fatal|panic)\]", line)]
    detail = re.sub(r"\[[^]]*\] ?", "", said[0]) if said else ""
    return UserError(f"{path} {why}." + (f" (ffmpeg: {detail})" if detail else ""))


def scan(path: Path) -> tuple[dict[int, Packets], str]:
    """Read the packets of the first picture stream and the first sound stream.

    Returns:
        the streams that are there, picture first, and what ffmpeg said.

    Raises:
        ToolFailed: ffmpeg could not read the file.
    """
    if not path.is_file():
        # ffmpeg says why it cannot be read.
        return _scan.__wrapped__(path.absolute(), 0, 0)
    status = path.stat()
    return _scan(path.absolute(), status.st_size, status.st_mtime_ns)


@functools.lru_cache(maxsize=2)
def _scan(path: Path, _size_bytes: int, _modified_ns: int) -> tuple[dict[int, Packets], str]:
    # Cached like `_probe`: who writes a file, who joins it and who measures it look one after the other.
    file = ffmpeg.input(source(path))
    # "V" leaves out cover art; "?" lets either be missing.
    output = ffmpeg.output(file["V:0?"], file["a:0?"], STANDARD_OUTPUT, format="framecrc", codec="copy")
    finished = run_ffmpeg(arguments(output, loglevel="info"))
    return parse_framecrc(finished.stdout.decode("ascii", "replace")), finished.stderr


def parse_framecrc(text: str) -> dict[int, Packets]:
    """Read ffmpeg's `framecrc` format into one `Packets` for each stream that has any."""
    headers: dict[int, dict[str, str]] = {}
    times: dict[int, list[tuple[int, int]]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            key, _, value = line[1:].partition(":")
            name, _, number = key.rpartition(" ")
            if number.isdigit():
                headers.setdefault(int(number), {})[name] = value.strip()
        elif line.strip():
            stream, dts, pts, duration, _size, _checksum, *rest = (part.strip() for part in line.split(","))
            flags = next((int(part[2:], 16) for part in rest if part.startswith("F=")), 0)
            if not flags & _DISCARD:
                shown = int(pts) if int(pts) != _NO_TIME else int(dts)
                times.setdefault(int(stream), []).append((shown, int(duration)))
    return {
        number: Packets(
            headers[number],
            Fraction(headers[number]["tb"]),
            tuple(pts for pts, _ in sorted(times[number])),
            tuple(duration for _, duration in sorted(times[number])),
        )
        for number in sorted(times)
    }


@functools.lru_cache(maxsize=64)
def _probe(path: Path, _size_bytes: int, _modified_ns: int) -> Probe:
    # Cached, with size and time as part of the key: the same footage is read for every sentence.
    try:
        streams, said = scan(path)
    except ToolFailed as error:
        if "does not contain any stream" in error.stderr or "matches no streams" in error.stderr:
            raise UserError(f"{path} holds neither pictures nor sound.") from error
        raise refusal(path, error.stderr) from error
    if BREAKS_OFF.search(said):
        raise refusal(path, said)
    video = next((p for p in streams.values() if p.header.get("media_type") == "video"), None)
    audio = next((p for p in streams.values() if p.header.get("media_type") == "audio"), None)
    if video is None and audio is None:
        raise UserError(f"{path} holds neither pictures nor sound.")
    container = re.search(r"^Input #0, (.+?), from ", _without_levels(said), re.MULTILINE)
    facts: dict[str, object] = {"container": container[1] if container else ""}
    if audio is not None:
        facts |= _audio_facts(audio)
    if video is not None:
        start = min(p.start for p in streams.values())
        facts |= _video_facts(video, _without_levels(said), start)
    facts.setdefault("duration", facts.get("audio_duration"))
    return Probe(has_video=video is not None, has_audio=audio is not None, **facts)  # type: ignore[arg-type]


def _audio_facts(audio: Packets) -> dict[str, object]:
    return {
        "n_audio_channels": n_channels(audio.header.get("channel_layout_name", "")),
        "audio_rate_hz": int(audio.header.get("sample_rate", 0)),
        # Packets before zero are the encoder's run-in, which no player lets be heard.
        "audio_duration": audio.stop - max(audio.start, Fraction(0)),
    }


def _video_facts(video: Packets, said: str, file_start: Fraction) -> dict[str, object]:
    described = said.partition("Output #0")[2]
    hint = re.search(r"([\d.]+) fps", described)
    rate = steady_rate(video.pts, video.time_base, Fraction(hint[1]) if hint else Fraction(0))
    turned = re.search(r"display ?matrix: rotation of (-?[\d.]+) degrees", described, re.IGNORECASE)
    rotation = -round(float(turned[1])) % 360 if turned else 0
    width, height = (int(n) for n in video.header["dimensions"].split("x"))
    pixel = re.search(r", \w+\(((?:[^()]|\([^()]*\))*)\), \d+x\d+", described)
    details = pixel[1].split(", ") if pixel else []
    matrix, transfer = _colour(details)
    return {
        "video_codec": video.header["codec_id"],
        "size_px": _seen_size((width, height), video.header.get("sar", "0/1"), rotation),
        "fps": rate.fps,
        "variable_rate": rate.variable,
        "n_frames": len(video.pts),
        "duration": video.stop - video.start if rate.variable else len(video.pts) / rate.fps,
        "first_frame_at": max(Fraction(0), video.start - max(file_start, Fraction(0))),
        "rotation_degrees": rotation,
        "interlaced": any("first" in detail for detail in details),
        "colour_matrix": matrix,
        "colour_transfer": transfer,
    }


def _seen_size(stored: tuple[int, int], sample_aspect: str, rotation: int) -> tuple[int, int]:
    width, height = stored
    top, _, bottom = sample_aspect.partition("/")
    aspect = Fraction(int(top), int(bottom)) if int(top) > 0 and int(bottom) > 0 else Fraction(1)
    if abs(aspect - 1) < _NEARLY_SQUARE:
        aspect = Fraction(1)
    # The side that is too short is stretched, so that no stored detail is lost.
    if aspect > 1:
        width = round(width * aspect)
    elif aspect < 1:
        height = round(height / aspect)
    return (height, width) if rotation in (90, 270) else (width, height)


def _colour(details: Sequence[str]) -> tuple[str, str]:
    for detail in details:
        if detail in ("tv", "pc", "progressive") or "first" in detail:
            continue
        matrix, _, rest = detail.partition("/")
        # One name alone stands for matrix, primaries and transfer alike.
        return matrix, rest.partition("/")[2] or matrix
    return "unknown", "unknown"


def n_channels(layout: str) -> int:
    """Return the number of channels of one of ffmpeg's layout names, such as "stereo" or "5.1(side)"."""
    named = {"mono": 1, "stereo": 2, "downmix": 2, "binaural": 2, "quad": 4, "hexagonal": 6, "octagonal": 8}
    plain = layout.partition("(")[0].partition("-")[0].strip()
    if plain in named:
        return named[plain]
    counted = re.match(r"(\d+) channels", layout)
    if counted:
        return int(counted[1])
    parts = plain.split(".")
    return sum(int(part) for part in parts) if all(part.isdigit() for part in parts) else 0


def _without_levels(said: str) -> str:
    return re.sub(r"^(\s*)\[info\] ", r"\1", said, flags=re.MULTILINE)
