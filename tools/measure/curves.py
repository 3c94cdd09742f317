"""What kernels reach over their sizes. Every point is a dict: what was run, its seconds, and its rate in flop/s or bytes/s."""

import torch
import torch.nn.functional as functional

from timing import seconds_of


def products(device, dtype, rows, sides):
    """m × k by k × k products; `rows` are the values of m, `sides` of k."""
    points = []
    for k in sides:
        weight = torch.randn(k, k, device=device, dtype=dtype)
        for m in rows:
            left = torch.randn(m, k, device=device, dtype=dtype)
            seconds = seconds_of(lambda: left @ weight, device)
            points.append({"m": m, "n": k, "k": k, "seconds": seconds, "rate": 2 * m * k * k / seconds})
    return points


def weight_streams(device, dtype, side, copies):
    """One row by each of several k × k weights in turn, so that no cache holds them: bytes of weights per second."""
    weights = [torch.randn(side, side, device=device, dtype=dtype) for _ in range(copies)]
    row = torch.randn(1, side, device=device, dtype=dtype)

    def work():
        for weight in weights:
            row @ weight

    seconds = seconds_of(work, device)
    moved = copies * side * side * weights[0].element_size()
    return [{"n": side, "k": side, "weights": copies, "seconds": seconds, "rate": moved / seconds}]


def prefill_attention(device, dtype, lengths, heads=16, width=128):
    """Causal attention over a prompt: operations per second, those behind the mask not counted."""
    points = []
    for length in lengths:
        q, k, v = (torch.randn(1, heads, length, width, device=device, dtype=dtype) for _ in range(3))
        seconds = seconds_of(lambda: functional.scaled_dot_product_attention(q, k, v, is_causal=True), device)
        work = 4 * heads * width * length * (length + 1) / 2
        points.append({"tokens": length, "heads": heads, "width": width, "seconds": seconds, "rate": work / seconds})
    return points


def decode_attention(device, dtype, batch, lengths, heads=8, width=128):
    """One new position per sequence over a cache: bytes of the cache per second."""
    points = []
    for length in lengths:
        q = torch.randn(batch, heads, 1, width, device=device, dtype=dtype)
        k, v = (torch.randn(batch, heads, length, width, device=device, dtype=dtype) for _ in range(2))
        seconds = seconds_of(lambda: functional.scaled_dot_product_attention(q, k, v), device)
        moved = 2 * k.numel() * k.element_size()
        points.append({"sequences": batch, "cached": length, "seconds": seconds, "rate": moved / seconds})
    return points


def copies(device, sizes):
    """Copies of bytes from one place in memory to another: bytes read and written per second."""
    points = []
    for size in sizes:
        source = torch.zeros(size, dtype=torch.uint8, device=device)
        target = torch.empty_like(source)
        seconds = seconds_of(lambda: target.copy_(source), device)
        points.append({"bytes": size, "seconds": seconds, "rate": 2 * size / seconds})
    return points


def gathers(device, dtype, table, width, picked):
    """Rows of a table picked at random: bytes read and written per second."""
    rows = torch.randn(table, width, device=device, dtype=dtype)
    index = torch.randint(0, table, (picked,), device=device)
    seconds = seconds_of(lambda: functional.embedding(index, rows), device)
    moved = 2 * picked * width * rows.element_size()
    return [{"table": table, "width": width, "picked": picked, "seconds": seconds, "rate": moved / seconds}]


def convolutions(device, dtype, batch, channels, sides):
    """3 × 3 convolutions of equal channels: operations per second."""
    points = []
    for side in sides:
        image = torch.randn(batch, channels, side, side, device=device, dtype=dtype)
        filters = torch.randn(channels, channels, 3, 3, device=device, dtype=dtype)
        seconds = seconds_of(lambda: functional.conv2d(image, filters, padding=1), device)
        work = 2 * batch * channels * channels * 9 * side * side
        points.append({"images": batch, "channels": channels, "side": side, "seconds": seconds, "rate": work / seconds})
    return points
