"""The one table of renderers, light to read: an edition is planned without loading any of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """What is known of a renderer before it is loaded.

    Attributes:
        at: "module:class", which is imported when the renderer is first used.
        version: raised whenever its pictures change, so that segments are made again.
        kinds: the kinds of presenter that it is made for, see `presenter.Presenter.kind`.
        hears: it works from the sound itself, not only from the mouth that was made of it.
        weights: model files of which it needs one, by their names in the registry, the best first.
        own_weights: weights that were trained on the presenter, by their path in the presenter's folder.
    """

    at: str
    version: int
    kinds: tuple[str, ...] = ("talking", "silent", "still")
    hears: bool = False
    weights: tuple[str, ...] = ()
    own_weights: str = ""


NEURAL = "neural/weights.safetensors"
"""A presenter's own network, in the presenter's folder."""

RENDERERS = {
    "footage": Entry("lipsync.footage:FootageRenderer", 7, kinds=("talking",)),
    "neural": Entry("lipsync.neural.renderer:NeuralRenderer", 3, ("talking",), own_weights=NEURAL),
    "wav2lip": Entry(
        "lipsync.wav2lip.renderer:Wav2LipRenderer", 2, hears=True, weights=("wav2lip_gan.pth", "wav2lip.pth")
    ),
    "mesh": Entry("lipsync.warped:MeshRenderer", 4, kinds=("silent", "still")),
}
"""Every renderer by its name. Adding one takes one file and one line here."""
