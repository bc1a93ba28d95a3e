"""OpenCV's filters in torch, for batches: the same kernels, the same borders, a sigma for each picture.

Shapes are `[batch, channels, height, width]`, float32.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

_PYRAMID = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)
_LUMA = (0.299, 0.587, 0.114)


def gaussian(x: Tensor, sigmas: Tensor) -> Tensor:
    """Return pictures blurred as by `cv2.GaussianBlur` of floats; a sigma of 0 leaves a picture as it is.

    Args:
        x: `[b, c, h, w]`.
        sigmas: `[b]` px.
    """
    # OpenCV cuts its kernels at four sigmas.
    reach = torch.div(torch.round(8 * sigmas + 1), 2, rounding_mode="floor")
    steps = torch.arange(-int(reach.max()), int(reach.max()) + 1, device=x.device, dtype=x.dtype)
    kernels = torch.exp(-0.5 * torch.square(steps / sigmas.clamp(min=1e-6)[:, None]))
    kernels = kernels * (steps.abs() <= reach[:, None])
    return _separable(x, kernels / kernels.sum(dim=1, keepdim=True))


def gaussian_all(x: Tensor, sigma: float) -> Tensor:
    """Return pictures blurred by one sigma."""
    return gaussian(x, torch.full((len(x),), sigma, device=x.device, dtype=x.dtype))


def doubled(x: Tensor) -> Tensor:
    """Return pictures of twice the size, as `warp.doubled`."""
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


def pyramid_down(x: Tensor) -> Tensor:
    """Return pictures of half the size, as `cv2.pyrDown`."""
    return _separable(x, _kernel(x))[..., ::2, ::2]


def pyramid_up(x: Tensor, size: tuple[int, int]) -> Tensor:
    """Return pictures of twice the size, as `cv2.pyrUp`.

    Args:
        x: `[b, c, h, w]`.
        size: (height, width) of the result, `2 h` and `2 w` or one less.
    """
    b, c, h, w = x.shape
    wide = torch.zeros((b, c, 2 * h, 2 * w), device=x.device, dtype=x.dtype)
    wide[..., ::2, ::2] = x
    return 4 * _separable(wide, _kernel(x))[..., : size[0], : size[1]]


def luma_gradient(x: Tensor) -> Tensor:
    """Return the Sobel gradients of luma across and down, `[b, 2, h, w]`."""
    luma = (x * torch.tensor(_LUMA, device=x.device, dtype=x.dtype)[:, None, None]).sum(dim=1, keepdim=True)
    sobel = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]], device=x.device, dtype=x.dtype)
    return F.conv2d(F.pad(luma, (1, 1, 1, 1), mode="reflect"), torch.stack([sobel, sobel.T])[:, None])


def sampled(x: Tensor, where: Tensor, mode: str) -> Tensor:
    """Return pictures that take each pixel from a place in `x`; beyond its edge lies its edge.

    Args:
        x: `[b, c, h, w]`.
        where: `[b, 2, h2, w2]` px, x and y.
        mode: "bicubic" or "bilinear", as torch calls it; the cubic kernel is OpenCV's.
    """
    h, w = x.shape[-2:]
    size = torch.tensor([w, h], device=x.device, dtype=x.dtype)[None, :, None, None]
    grid = ((2 * where + 1) / size - 1).permute(0, 2, 3, 1)
    return F.grid_sample(x, grid, mode=mode, padding_mode="border", align_corners=False)


def levels(x: Tensor) -> Tensor:
    """Return pictures rounded to whole levels 0..255, as they are after OpenCV has made bytes of them."""
    return x.round().clamp(0, 255)


def _kernel(x: Tensor) -> Tensor:
    return torch.tensor(_PYRAMID, device=x.device, dtype=x.dtype).expand(len(x), -1)


def _separable(x: Tensor, kernels: Tensor) -> Tensor:
    """Convolve each picture with its own symmetrical kernel `[b, k]` both ways."""
    b, c, h, w = x.shape
    reach = kernels.shape[1] // 2
    if reach == 0:
        return x * kernels[:, :, None, None]
    weights = kernels.repeat_interleave(c, dim=0)  # [b * c, k]
    x = x[..., _mirrored(w, reach, x)].reshape(1, b * c, h, -1)
    x = F.conv2d(x, weights[:, None, None], groups=b * c)
    x = x.reshape(b, c, h, w)[..., _mirrored(h, reach, x), :].reshape(1, b * c, -1, w)
    return F.conv2d(x, weights[:, None, :, None], groups=b * c).reshape(b, c, h, w)


def _mirrored(n: int, reach: int, x: Tensor) -> Tensor:
    """Places of a line of `n` pixels and `reach` more on both sides, mirrored at the outermost pixels."""
    if n == 1:
        return torch.zeros(1 + 2 * reach, dtype=torch.long, device=x.device)
    places = np.abs(np.arange(-reach, n + reach)) % (2 * n - 2)
    return torch.from_numpy(np.minimum(places, 2 * n - 2 - places)).to(x.device)
