"""The network of Kokoro-82M, run with onnxruntime: letters to sound, and how long each letter lasts.

Its durations, which it computes on the way, are taken out of the graph as a second output.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np

from herald.media import Samples
from tts import ready_network
from tts.kokoro_generator import SOURCES, rebuild
from tts.phones import ids_of

MODEL = "kokoro-v1.0.int8.onnx"

RATE_HZ = 24_000

SAMPLES_PER_FRAME = 600
"""What one step of the model's durations lasts."""

MOST_LETTERS = 510
"""What the model takes at once, without the padding at both ends."""

_DURATIONS = "/encoder/Clip_output_0"


def style_file(voice: str) -> str:
    """Return where a voice's vectors lie in the folder of models."""
    return f"kokoro/voices/{voice}.bin"


def styles_of(path: Path) -> Samples:
    """Read a voice: float32 `[510, 1, 256]`, one vector for each length of text."""
    return np.fromfile(path, np.float32).reshape(MOST_LETTERS, 1, 256)


class KokoroModel:
    """The model, loaded.

    Args:
        path: of the `.onnx` file.
        n_threads: that it computes with.
        ready: folders where a copy may lie that loads faster, see `tts.ready_network`.
    """

    def __init__(self, path: Path, n_threads: int, ready: Sequence[Path] = ()) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = n_threads
        options.inter_op_num_threads = 1
        # Threads that wait in a loop take the cores from rendering, which goes on beside.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Texts differ in length, so a plan of memory made for one is of no use for the next.
        options.enable_mem_pattern = False
        code = [Path(source) for source in (__file__, *SOURCES)]
        self._session, self._weights = ready_network.load(path, code, lambda: _rebuilt(path), options, ready)
        # The arena's memory goes back after each utterance. With the int8 file, over 24 texts of 15 to 150
        # letters, the process held 290 to 330 MB with this and peaked at 520; 500 MB without; without an
        # arena it peaked at 2.1 GB and took a third more time. The weights above add some 200 MB.
        self._run_options = onnxruntime.RunOptions()
        self._run_options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")

    def say(self, letters: str, styles: Samples, speed: float) -> tuple[Samples, list[int]]:
        """Say a row of letters.

        Args:
            letters: Kokoro's, `MOST_LETTERS` at most.
            styles: of the voice, as `styles_of` reads them.
            speed: 1 is the voice's own.

        Returns:
            float32 samples at `RATE_HZ`, and by the model's durations the samples between the silence before
            the letters, each of them, and the silence after: `len(letters) + 3` positions, the first 0.
        """
        ids = ids_of(letters)
        audio, frames = self._session.run(
            ["audio", _DURATIONS],
            {
                "tokens": np.array([[0, *ids, 0]], np.int64),
                "style": styles[len(ids) - 1],
                "speed": np.array([speed], np.float32),
                **self._weights,
            },
            self._run_options,
        )
        edges = accumulate((round(float(n)) * SAMPLES_PER_FRAME for n in frames.ravel()), initial=0)
        return audio.ravel().astype(np.float32), list(edges)


def _rebuilt(path: Path) -> tuple[bytes, Callable[[], dict[str, Samples]]]:
    """Return the network with its durations and its generator rebuilt, and what makes its weights."""
    import onnx

    model = onnx.ModelProto.FromString(path.read_bytes())
    model.graph.output.append(onnx.ValueInfoProto(name=_DURATIONS))
    make_weights = rebuild(model)
    return model.SerializeToString(), make_weights
