"""How Ada's hair is cut: the guide curves of its panels.

Every guide runs from root to tip, (x, y) in mm of the head's frame; the guides of a panel go from the
strands beside the face to the outermost ones.
"""

from __future__ import annotations

import numpy as np

from herald.ada.skull import Array

Guides = tuple[tuple[tuple[float, float], ...], ...]

SWEEP: Guides = (
    (
        *((14, -80), (-9, -74), (-33, -58), (-52, -32), (-60.5, -2)),
        *((-61.5, 36), (-59, 84), (-56, 124), (-47, 152)),
    ),
    (
        *((15, -88), (-13, -86), (-43, -71), (-63, -42), (-70.5, -3)),
        *((-73, 40), (-73, 88), (-69, 130), (-58, 157)),
    ),
    (
        *((15, -100), (-15, -104), (-53, -87), (-75, -52), (-81, -4)),
        *((-82, 44), (-82, 92), (-79, 135), (-67, 160)),
    ),
    (
        *((16, -117), (-16, -122), (-60, -103), (-84, -58), (-89, -4)),
        *((-89, 48), (-88, 96), (-84, 138), (-70, 162)),
    ),
    (
        *((17, -127), (-18, -131), (-65, -110), (-90, -62), (-95, -4)),
        *((-96, 50), (-95, 98), (-90, 138), (-76, 161)),
    ),
)
"""From the parting across to the side on the picture's left."""
SHORT: Guides = (
    (
        *((14, -79), (33, -74), (47, -60), (58, -37), (61, -6)),
        *((62, 36), (60, 84), (58, 124), (50, 151)),
    ),
    (
        *((15, -87), (39, -84), (56, -70), (67, -43), (71, -4)),
        *((74, 40), (74, 88), (71, 130), (60, 156)),
    ),
    (
        *((16, -100), (44, -99), (66, -82), (77, -49), (82, -4)),
        *((83, 44), (83, 92), (81, 135), (69, 159)),
    ),
    (
        *((17, -117), (47, -117), (73, -97), (86, -56), (90, -4)),
        *((90, 48), (89, 96), (86, 138), (73, 161)),
    ),
    (
        *((17, -127), (49, -127), (77, -104), (92, -60), (96, -4)),
        *((97, 50), (96, 98), (92, 138), (79, 160)),
    ),
)
"""From the parting down the side on the picture's right."""
FRINGE: Guides = (
    (
        *((13, -79), (-7, -69), (-27, -51), (-44, -29), (-56, -5)),
        *((-61.5, 20), (-64, 46), (-66, 74), (-66, 98)),
    ),
    (
        *((14, -86), (-9, -79), (-33, -62), (-52, -37), (-64, -8)),
        *((-69, 22), (-71, 54), (-73, 86), (-72, 114)),
    ),
    (
        *((15, -97), (-12, -94), (-42, -77), (-63, -47), (-74, -11)),
        *((-78, 26), (-80, 62), (-81, 98), (-79, 128)),
    ),
)
"""Swept over the forehead and on top of `SWEEP`."""


def inner_edges(y: Array) -> tuple[Array, Array]:
    """Return x of the hair's edge beside the face, on the picture's left and right, at the heights `y`."""
    left, right = (np.array(guides[0], dtype=np.float64) for guides in (FRINGE, SHORT))
    return np.interp(y, left[:, 1], left[:, 0]), np.interp(y, right[:, 1], right[:, 0])
