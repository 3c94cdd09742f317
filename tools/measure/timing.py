"""How long something takes on a device."""

import statistics
import time

import torch


def synchronise(device):
    if device.type != "cpu":
        getattr(torch, device.type).synchronize(device)


def seconds_of(work, device, least=0.05, rounds=5):
    """Median seconds of one call of `work`: rounds of calls that together take at least `least` seconds each."""
    work()
    synchronise(device)
    start = time.perf_counter()
    work()
    synchronise(device)
    once = max(time.perf_counter() - start, 1e-7)
    calls = max(1, min(1000, round(least / once)))
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(calls):
            work()
        synchronise(device)
        times.append((time.perf_counter() - start) / calls)
    return statistics.median(times)


def launch_seconds(device, kernels=1000, rounds=5):
    """Host time to launch an element-wise kernel, and time of one when many tiny ones follow each other on the device."""
    one = torch.zeros(1, device=device)
    one.add_(1)
    synchronise(device)
    hosts, both = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(kernels):
            one.add_(1)
        launched = time.perf_counter()
        synchronise(device)
        hosts.append((launched - start) / kernels)
        both.append((time.perf_counter() - start) / kernels)
    return statistics.median(hosts), statistics.median(both)


def kernel_seconds(device, kernels=100):
    """Device time of a tiny kernel by the profiler; None where it records no device."""
    if device.type == "cpu":
        return None
    from torch.profiler import profile

    one = torch.zeros(1, device=device)
    with profile() as recorded:
        for _ in range(kernels):
            one.add_(1)
        synchronise(device)
    times = [event.device_time for event in recorded.events() if event.device_time > 0]
    return statistics.median(times) * 1e-6 if times else None
