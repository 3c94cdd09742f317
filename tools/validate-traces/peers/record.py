"""Traces of small workloads on a processor, and what PyTorch says of each: `prof.key_averages()`.

    python3 -m venv torch && torch/bin/pip install torch --index-url https://download.pytorch.org/whl/cpu
    torch/bin/python tools/validate-traces/peers/record.py RECORDED
    npm run validate:traces -- FOLDER --torch RECORDED

Of each workload NAME writes NAME.pt.trace.json.gz and NAME.averages.json: times in microseconds, memory in bytes.
"""

import json
import os
import socket
import sys

import torch
import torch.distributed as dist
from torch import nn
from torch.profiler import profile, record_function, schedule
from torch.utils.checkpoint import checkpoint
from torch.utils.data import DataLoader, Dataset


def rows(averages):
    return [
        {
            "name": row.key,
            "calls": row.count,
            "selfTime": row.self_cpu_time_total,
            "totalTime": row.cpu_time_total,
            "selfMemory": row.self_cpu_memory_usage,
            "totalMemory": row.cpu_memory_usage,
            "isAnnotation": bool(row.is_user_annotation),
            "isAsync": bool(row.is_async),
            **({"shapes": str(row.input_shapes)} if row.input_shapes else {}),
        }
        for row in averages
    ]


def save(recorded, folder, name):
    """The trace and the averages of one recording."""
    recorded.export_chrome_trace(os.path.join(folder, f"{name}.pt.trace.json.gz"))
    with open(os.path.join(folder, f"{name}.averages.json"), "w") as file:
        said = {
            "torch": torch.__version__,
            "operators": rows(recorded.key_averages()),
            "byShape": rows(recorded.key_averages(group_by_input_shape=True)),
        }
        json.dump(said, file, indent=1)


class Block(nn.Module):
    """One layer of a decoder."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = (
            part.view(batch, length, self.heads, -1).transpose(1, 2)
            for part in self.qkv(self.norms[0](x)).chunk(3, -1)
        )
        attended = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(attended.transpose(1, 2).reshape(batch, length, width))
        return x + self.down(nn.functional.gelu(self.up(self.norms[1](x))))


class Square(torch.autograd.Function):
    """An operator written in Python, whose backward calls a module."""

    halve = nn.Linear(1, 1)

    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(context, gradient):
        (x,) = context.saved_tensors
        Square.halve(torch.ones(1, 1))
        return 2 * x * gradient


def perceptron():
    model = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 10))
    optimizer = torch.optim.AdamW(model.parameters())
    batch, labels = torch.randn(32, 64), torch.randint(10, (32,))

    def step():
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(batch), labels).backward()
        optimizer.step()

    return step


def transformer():
    model = nn.Sequential(nn.Embedding(128, 64), Block(64, 4), Block(64, 4), nn.Linear(64, 128))
    tokens = torch.randint(128, (2, 32))

    def step():
        logits = model(tokens)
        nn.functional.cross_entropy(logits.flatten(0, 1), tokens.flatten()).backward()

    return step


def convolutions():
    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10),
    )
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    images, labels = torch.randn(4, 3, 32, 32), torch.randint(10, (4,))

    def step():
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()

    return step


def annotated():
    model = nn.Linear(32, 32)

    def step():
        with record_function("forward"):
            with record_function("forward"):
                loss = Square.apply(model(torch.randn(8, 32))).sum()
        with record_function("backward"):
            loss.backward()

    return step


def checkpointed():
    """Blocks whose backward runs their modules again."""
    blocks = nn.ModuleList(Block(64, 4) for _ in range(2))
    batch = torch.randn(2, 32, 64)

    def step():
        x = batch
        for block in blocks:
            x = checkpoint(block, x, use_reentrant=True) if x.requires_grad else block(x)
        x.sum().backward()

    return step


@torch.jit.script
def product(x, y):
    return torch.relu(torch.mm(x, y)) + 1


@torch.jit.script
def in_parallel(x, y):
    there = torch.jit.fork(product, x, y)
    here = product(y, x)
    return torch.jit.wait(there) + here


def threads():
    x, y = torch.randn(512, 512), torch.randn(512, 512)
    return lambda: in_parallel(x, y)


class Numbers(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return torch.full((16,), float(index))


def record(folder, name, step, **options):
    for _ in range(2):
        step()
    with profile(**options) as recorded:
        for _ in range(2):
            step()
    save(recorded, folder, name)


def record_steps(folder):
    step = perceptron()
    with profile(
        schedule=schedule(wait=1, warmup=1, active=3),
        record_shapes=True,
        profile_memory=True,
        on_trace_ready=lambda recorded: save(recorded, folder, "schedule"),
    ) as recorded:
        for _ in range(6):
            step()
            recorded.step()


def record_loader(folder):
    model = nn.Linear(16, 4)
    loader = DataLoader(Numbers(), batch_size=8, num_workers=2)
    with profile(record_shapes=True, profile_memory=True) as recorded:
        for batch in loader:
            model(batch).sum().backward()
    save(recorded, folder, "data-loader")


def worker(rank, folder, port):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    dist.init_process_group("gloo", rank=rank, world_size=2)
    model = nn.parallel.DistributedDataParallel(nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64)))
    batch = torch.randn(16, 64)
    model(batch).sum().backward()
    with profile(record_shapes=True, profile_memory=True) as recorded:
        for _ in range(2):
            model(batch).sum().backward()
            dist.all_reduce(batch)
    save(recorded, folder, f"all-reduce-rank{rank}")
    dist.destroy_process_group()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: record.py RECORDED (the folder to write to)")
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    torch.manual_seed(0)
    everything = dict(record_shapes=True, with_stack=True, profile_memory=True)
    record(folder, "perceptron", perceptron())
    record(folder, "perceptron-memory", perceptron(), profile_memory=True)
    record(folder, "transformer", transformer(), **everything)
    record(folder, "transformer-modules", transformer(), with_modules=True, **everything)
    record(folder, "convolutions", convolutions(), **everything)
    record(folder, "annotated", annotated(), **everything)
    record(folder, "checkpointing", checkpointed(), **everything)
    record(folder, "threads", threads(), profile_memory=True, record_shapes=True)
    record_steps(folder)
    record_loader(folder)
    torch.multiprocessing.spawn(worker, args=(folder, free_port()), nprocs=2)


if __name__ == "__main__":
    main()
