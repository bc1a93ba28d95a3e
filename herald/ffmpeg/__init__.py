"""Everything that is done with ffmpeg: probing, reading, writing, joining.

Command lines are built with the ffmpeg-python package and run in one place, `herald.ffmpeg.tool`.
ffprobe is not needed.
"""

from herald.ffmpeg.join import Joinable, Lengths, encode_sound, join_video, mux, verify_av
from herald.ffmpeg.probe import Probe, probe
from herald.ffmpeg.read import read_frames, read_planes, read_sound, read_sound_blocks
from herald.ffmpeg.tool import ffmpeg_exe, run_ffmpeg, running_ffmpeg
from herald.ffmpeg.write import VideoWriter, even_size

__all__ = [
    "Joinable",
    "Lengths",
    "Probe",
    "VideoWriter",
    "encode_sound",
    "even_size",
    "ffmpeg_exe",
    "join_video",
    "mux",
    "probe",
    "read_frames",
    "read_planes",
    "read_sound",
    "read_sound_blocks",
    "run_ffmpeg",
    "running_ffmpeg",
    "verify_av",
]
