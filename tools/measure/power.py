"""Board power by the vendor's own tool. No package has to be there; without the tool nothing is measured."""

import shutil
import statistics
import subprocess
import threading
import time

NVIDIA = ["nvidia-smi", "--query-gpu=power.draw", "--format=csv,noheader,nounits", "-i"]
AMD = ["amd-smi", "metric", "--power", "--csv", "--gpu"]


def _run(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _number(text):
    try:
        return float(text)
    except ValueError:
        return None


def _amd(index):
    """A table of one line: the column whose name says socket power."""
    lines = (_run([*AMD, str(index)]) or "").strip().splitlines()
    if len(lines) < 2:
        return None
    names, values = lines[0].split(","), lines[1].split(",")
    for name, value in zip(names, values):
        if "power" in name.lower() and _number(value) is not None:
            return _number(value)
    return None


def watts(index=0):
    """Power of one board now; None where no tool says it."""
    if shutil.which("nvidia-smi"):
        return _number((_run([*NVIDIA, str(index)]) or "").strip())
    return _amd(index) if shutil.which("amd-smi") else None


def mean_watts(index=0, samples=10, pause=0.5):
    """Mean of several readings; None where there are none."""
    if watts(index) is None:
        return None
    read = []
    for _ in range(samples):
        read.append(watts(index))
        time.sleep(pause)
    known = [value for value in read if value is not None]
    return statistics.mean(known) if known else None


def watts_during(work, synchronise, index=0, seconds=10.0):
    """Mean power while `work` is done again and again; the first third, in which clocks settle, is left out."""
    if watts(index) is None:
        return None
    stop = threading.Event()

    def keep_busy():
        while not stop.is_set():
            for _ in range(20):
                work()
            synchronise()

    busy = threading.Thread(target=keep_busy)
    busy.start()
    time.sleep(seconds / 3)
    try:
        return mean_watts(index, samples=max(3, round(seconds)), pause=0.5)
    finally:
        stop.set()
        busy.join()
