"""What was measured, as a file for .wattlens/hardware (schemas/hardware.schema.json). JSON's flow mappings are YAML."""

import json
import statistics


def best(points):
    return max((point["rate"] for point in points), default=None)


def large(points, least):
    """Median rate of the points that are large; the best where none is."""
    chosen = [point["rate"] for point in points if least(point)]
    return statistics.median(chosen) if chosen else best(points)


def _value(value, year, note=None):
    return {
        "value": float(f"{value:.3g}"),
        "kind": "measured",
        "source": "run",
        "year": year,
        **({"note": note} if note else {}),
    }


def part_of(measured, known):
    """
    The part's fields. `known` is the part as `wattlens hardware ID --json` has it: shares are of its peak and bandwidth.
    Without it the best product and the largest copy stand for the peaks, and shares are of those.
    """
    year = measured["year"]
    curves = measured["curves"]
    peak = ((known or {}).get("peak", {}).get(measured["dtype"]) or {}).get("value")
    bandwidth = ((known or {}).get("memory", {}).get("bandwidth") or {}).get("value")
    part = {"id": measured["id"]}
    if known is None:
        part |= {field: measured[field] for field in ("name", "vendor", "family")}
    if peak is None:
        peak = best(curves["products"])
        note = "the best product: no published peak was given"
        part["peakTflops"] = {measured["dtype"]: _value(peak / 1e12, year, note)}
    if bandwidth is None:
        # The largest copy: a cache holds the smaller ones.
        bandwidth = best(curves["copies"][-1:] + curves["weightStreams"])
        note = "the largest copy: no published bandwidth was given"
        part["memory"] = {
            "capacityGB": _value(measured["memoryBytes"] / 1e9, year),
            "bandwidthGBs": _value(bandwidth / 1e9, year, note),
        }
    reached = {
        "matmul": (large(curves["products"], lambda p: min(p["m"], p["k"]) >= 4096), peak),
        "stream": (best(curves["weightStreams"]), bandwidth),
        "attentionPrefill": (large(curves["prefillAttention"], lambda p: p["tokens"] >= 4096), peak),
        "attentionDecode": (large(curves["decodeAttention"], lambda p: p["cached"] >= 4096), bandwidth),
        "memory": (best(curves["copies"][-1:]), bandwidth),
        "gather": (best(curves["gathers"]), bandwidth),
        "convolution": (large(curves["convolutions"], lambda p: True), peak),
    }
    part["rates"] = {
        name: _value(min(1.0, rate / whole), year) for name, (rate, whole) in reached.items() if rate is not None
    }
    part["launch"] = {
        field: _value(seconds * 1e6, year)
        for field, seconds in (
            ("hostMicroseconds", measured["launch"]["host"]),
            ("deviceMicroseconds", measured["launch"]["kernel"]),
        )
        if seconds is not None
    }
    idle = [
        {"state": state, "watts": _value(measured["watts"][state], year)}
        for state in ("bare", "context")
        if measured["watts"][state] is not None
    ]
    if idle:
        part["idle"] = idle
    return part


def _flow(value):
    """As YAML in one line, keys without quotes."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    return json.dumps(value)


def write_yaml(part, source, file):
    """`source` says on what, when and with which versions: every value names it by the key `run`."""
    lines = [
        "# Written by tools/measure. Shares are of the part's peak or bandwidth; the curves stand in the JSON beside.",
        "sources:",
        f"  run: {json.dumps(source)}",
        "parts:",
    ]
    start = "  - "
    for key, value in part.items():
        nested = isinstance(value, dict) and key in ("rates", "peakTflops", "memory", "launch")
        if nested and not value:
            continue
        lines.append(f"{start}{key}:" + ("" if nested else f" {_flow(value)}"))
        lines.extend(f"      {name}: {_flow(inner)}" for name, inner in (value.items() if nested else ()))
        start = "    "
    with open(file, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
