"""The protocol of a renderer, and the one table of renderers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from herald.errors import UserError, did_you_mean
from herald.media import Frame
from lipsync.mouth import MouthTrack
from lipsync.presenter import Presenter
from lipsync.versions import RENDERERS as VERSIONS

if TYPE_CHECKING:
    from lipsync.path import FramePath


class Renderer(Protocol):
    """A presenter and a wanted mouth in, pictures out.

    A renderer is a function of its arguments: the same arguments give the same bytes, in any process.
    It holds what it has loaded of a presenter from the first call until `close`.
    """

    name: str
    version: int
    """From `lipsync.versions`; raised whenever the pictures change, so that segments are made again."""

    def render(self, presenter: Presenter, mouth: MouthTrack, base: FramePath) -> Iterator[Frame]:
        """Yield one picture per frame of `mouth`, in order, holding only a few at a time.

        Args:
            presenter: the enrolled person.
            mouth: the wanted mouth, `[n_frames]`.
            base: `[n_frames]`: which footage lies under each picture.

        Returns:
            RGB or planes of the presenter's size, see `planes`. Outside the work region round the lower face
            they are the base's pictures: where its weight is 0, the footage's own, bit for bit.
        """

    def close(self) -> None:
        """Let go of what was loaded."""


RENDERERS = tuple(VERSIONS)


def renderer_for(presenter: Presenter) -> str:
    """Name the renderer for a presenter: recorded mouths where there are any, else drawn ones."""
    return "footage" if presenter.kind == "talking" else "mesh"


def renderer(name: str) -> Renderer:
    """Return the renderer of that name. Adding one takes one file, one line here and one in `versions`.

    Raises:
        UserError: there is no such renderer.
    """
    if name == "footage":
        from lipsync.footage import FootageRenderer

        return FootageRenderer()
    if name == "mesh":
        from lipsync.warped import MeshRenderer

        return MeshRenderer()
    raise UserError(f"there is no renderer '{name}'. {did_you_mean(name, RENDERERS)}".rstrip())
