"""
Measures an accelerator with PyTorch and writes three files: ID.yaml for .wattlens/hardware, ID.json with every curve, and
ID.pt.trace.json, a Kineto trace. docs/measuring.md says how.
"""

import argparse
import datetime
import json
import os
import platform
import sys

import power

# Values of m and of k = n; side and count of weights; tokens; sequences and cached tokens; bytes; rows of a table, their width
# and how many are picked; images, channels and sides; bytes.
SIZES = {
    "full": {
        "rows": [1, 16, 64, 256, 512, 1024, 2048, 4096, 8192],
        "sides": [1024, 2048, 4096, 8192],
        "stream": (8192, 16),
        "prompts": [256, 512, 1024, 2048, 4096, 8192],
        "cached": (64, [512, 1024, 2048, 4096, 8192]),
        "copies": [2**power_of_two for power_of_two in range(20, 33, 2)],
        "gathers": (2**20, 1024, 2**16),
        "convolutions": (32, 256, [14, 28, 56]),
        "collectives": [2**power_of_two for power_of_two in range(12, 31, 3)],
    },
    "quick": {
        "rows": [1, 16, 64, 256],
        "sides": [256, 512, 1024],
        "stream": (1024, 32),
        "prompts": [64, 128, 256, 512],
        "cached": (4, [256, 512, 1024, 2048]),
        "copies": [2**20, 2**24, 2**26],
        "gathers": (2**16, 256, 2**12),
        "convolutions": (2, 64, [14, 28]),
        "collectives": [2**12, 2**16, 2**20],
    },
}
DTYPES = {"bf16": "bfloat16", "fp16": "float16", "fp32": "float32"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--id", required=True, help="id of the part, as `wattlens hardware` lists it, or a new one")
    parser.add_argument("--part", help="the part as `wattlens hardware ID --json` prints it: shares are of its peaks")
    parser.add_argument("--name", help="name of a new part")
    parser.add_argument("--vendor", help="vendor of a new part")
    parser.add_argument("--family", help="family of a new part: hopper, cdna3, cpu …")
    parser.add_argument("--device", default=None, help="cuda (also AMD), xpu or cpu; the first that is there")
    parser.add_argument("--dtype", default="bf16", choices=DTYPES)
    parser.add_argument("--quick", action="store_true", help="small sizes, for a trial or a processor")
    parser.add_argument("--ranks", type=int, default=None, help="accelerators in collectives; all of them")
    parser.add_argument("--out", default=".", help="folder for the files")
    chosen = parser.parse_args()
    if chosen.part is None and None in (chosen.name, chosen.vendor, chosen.family):
        parser.error("a part without --part is new: give --name, --vendor and --family")
    return chosen


def known_part(file, name):
    """The row of that id in what `wattlens hardware ID --json` printed."""
    if file is None:
        return None
    with open(file, encoding="utf-8") as text:
        rows = json.load(text).get("rows", [])
    found = next((row for row in rows if row.get("id") == name), None)
    if found is None:
        sys.exit(f"{file}: no part '{name}'; it has {', '.join(row.get('id', '?') for row in rows) or 'none'}")
    return found


def say(words):
    print(words, file=sys.stderr, flush=True)


def runtime_of(torch):
    """The accelerator's runtime and its version."""
    names = (("CUDA", torch.version.cuda), ("ROCm", torch.version.hip))
    return ", ".join(f"{name} {version}" for name, version in names if version) or "no runtime known"


def main():
    chosen = arguments()
    known = known_part(chosen.part, chosen.id)
    # Before PyTorch holds a context on the board.
    bare = power.mean_watts()

    import torch

    import curves
    import part
    import timing
    from collectives import collectives
    from record import record

    kinds = [kind for kind in ("cuda", "xpu") if hasattr(torch, kind) and getattr(torch, kind).is_available()]
    kind = chosen.device or (kinds or ["cpu"])[0]
    device = torch.device(kind)
    dtype = getattr(torch, DTYPES[chosen.dtype])
    on_board = kind != "cpu"
    size = SIZES["quick" if chosen.quick else "full"]

    torch.zeros(1, device=device)
    context = power.mean_watts() if on_board else None
    measured_curves = {}
    with torch.inference_mode():
        for name, run in (
            ("products", lambda: curves.products(device, dtype, size["rows"], size["sides"])),
            ("weightStreams", lambda: curves.weight_streams(device, dtype, *size["stream"])),
            ("prefillAttention", lambda: curves.prefill_attention(device, dtype, size["prompts"])),
            ("decodeAttention", lambda: curves.decode_attention(device, dtype, *size["cached"])),
            ("copies", lambda: curves.copies(device, size["copies"])),
            ("gathers", lambda: curves.gathers(device, dtype, *size["gathers"])),
            ("convolutions", lambda: curves.convolutions(device, dtype, *size["convolutions"])),
        ):
            say(f"{name} …")
            measured_curves[name] = run()
        host, both = timing.launch_seconds(device)
        side = size["sides"][-1]
        square = torch.randn(side, side, device=device, dtype=dtype)
        block = torch.zeros(size["copies"][-1], dtype=torch.uint8, device=device)
        target = torch.empty_like(block)
        loaded = {
            name: power.watts_during(work, lambda: timing.synchronise(device)) if on_board else None
            for name, work in (("products", lambda: square @ square), ("copies", lambda: target.copy_(block)))
        }
    there = getattr(torch, kind).device_count() if on_board else 1
    ranks = chosen.ranks or there
    say("collectives …" if ranks > 1 else "one accelerator: no collectives")
    measured_curves["collectives"] = collectives(kind, ranks, size["collectives"])

    board = getattr(torch, kind).get_device_name(device) if on_board else platform.processor() or platform.machine()
    memory = (
        getattr(torch, kind).get_device_properties(device).total_memory
        if on_board
        else os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    )
    today = datetime.date.today()
    software = f"PyTorch {torch.__version__}, {runtime_of(torch) if on_board else 'processor'}"
    measured = {
        "id": chosen.id,
        "name": chosen.name,
        "vendor": chosen.vendor,
        "family": chosen.family,
        "device": board,
        "dtype": chosen.dtype,
        "date": today.isoformat(),
        "year": today.year,
        "source": f"tools/measure on {board}, {today.isoformat()}, {software}{', small sizes' if chosen.quick else ''}",
        "memoryBytes": memory,
        "launch": {"host": host, "hostAndDevice": both, "kernel": timing.kernel_seconds(device)},
        "watts": {"bare": bare, "context": context, "loaded": loaded},
        "curves": measured_curves,
    }
    os.makedirs(chosen.out, exist_ok=True)
    path = os.path.join(chosen.out, chosen.id)
    part.write_yaml(part.part_of(measured, known), measured["source"], f"{path}.yaml")
    with open(f"{path}.json", "w", encoding="utf-8") as out:
        json.dump(measured, out, indent=1)
    record(device, dtype, f"{path}.pt.trace.json")
    say(f"{path}.yaml, {path}.json and {path}.pt.trace.json written")


if __name__ == "__main__":
    main()
