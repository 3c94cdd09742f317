"""A Kineto trace of one layer of a decoder, forward and back, that Wattlens and others open."""

import torch
from torch import nn
from torch.profiler import profile, schedule

from timing import synchronise


def record(device, dtype, file, width=1024, heads=16, tokens=512):
    """Writes the trace of two steps to `file`, with shapes and stacks."""
    layer = nn.TransformerEncoderLayer(width, heads, 4 * width, batch_first=True, norm_first=True)
    layer = layer.to(device=device, dtype=dtype)
    optimizer = torch.optim.AdamW(layer.parameters())
    batch = torch.randn(1, tokens, width, device=device, dtype=dtype)
    with profile(
        schedule=schedule(wait=0, warmup=1, active=2),
        record_shapes=True,
        with_stack=True,
        on_trace_ready=lambda recorded: recorded.export_chrome_trace(file),
    ) as recorded:
        for _ in range(3):
            layer(batch).square().mean().backward()
            optimizer.step()
            optimizer.zero_grad()
            synchronise(device)
            recorded.step()
