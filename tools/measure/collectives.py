"""All-reduce and all-gather between the accelerators of this machine, by torch.distributed."""

import tempfile
import time

import torch
import torch.distributed as distributed
import torch.multiprocessing as processes

from timing import synchronise



def _rank(rank, ranks, kind, sizes, meeting, results):
    """Each rank runs the same calls; rank 0 keeps the times."""
    device = torch.device(kind, rank) if kind != "cpu" else torch.device("cpu")
    backend = "gloo" if kind == "cpu" else "nccl"
    distributed.init_process_group(backend, init_method=f"file://{meeting}", rank=rank, world_size=ranks)
    if kind != "cpu":
        getattr(torch, kind).set_device(device)
    for size in sizes:
        part = torch.zeros(max(1, size // 2 // ranks) * ranks, dtype=torch.bfloat16, device=device)
        share = torch.zeros(part.numel() // ranks, dtype=part.dtype, device=device)
        for name, work in (
            ("all-reduce", lambda: distributed.all_reduce(part)),
            ("all-gather", lambda: distributed.all_gather_into_tensor(part, share)),
        ):
            for _ in range(3):
                work()
            seconds = _fixed(work, device)
            if rank == 0:
                # Bus bandwidth, as NCCL's tests define it.
                traffic = {"all-reduce": 2, "all-gather": 1}[name] * (ranks - 1) / ranks
                moved = part.numel() * part.element_size()
                results.append(
                    {"kind": name, "ranks": ranks, "bytes": moved, "seconds": seconds, "rate": moved * traffic / seconds}
                )
    distributed.destroy_process_group()


def _fixed(work, device, calls=20):
    """Seconds of one call; ranks must agree how often they call, so that the count does not adapt."""
    distributed.barrier()
    synchronise(device)
    start = time.perf_counter()
    for _ in range(calls):
        work()
    synchronise(device)
    return (time.perf_counter() - start) / calls


def collectives(kind, ranks, sizes):
    """Points of every size and kind; empty for one accelerator."""
    if ranks < 2:
        return []
    with processes.Manager() as manager, tempfile.TemporaryDirectory() as folder:
        results = manager.list()
        meeting = f"{folder}/meeting"
        processes.spawn(_rank, args=(ranks, kind, sizes, meeting, results), nprocs=ranks)
        return list(results)
