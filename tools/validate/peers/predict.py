"""What other estimators say of the latency rows of A100 and H100, as CSV for `npm run validate -- FOLDER --peers FILE`.

    python3 -m venv peers && peers/bin/pip install genz-llm==0.0.16 llm-analysis==0.2.2
    peers/bin/python tools/validate/peers/predict.py FOLDER > FILE

Each is run as it comes, with its own efficiencies. llm-analysis 0.2.2 has no gated layers: it is given the width whose
parameters are nearest. What an estimator refuses is left out and counted on stderr.
"""

import contextlib
import csv
import io
import json
import logging
import os
import sys

logging.disable(logging.CRITICAL)
from GenZ import decode_moddeling, prefill_moddeling
from GenZ.Models import ModelConfig as GenzModel
from llm_analysis.analysis import LLMAnalysis
from llm_analysis.config import ModelConfig as AnalysisModel
from llm_analysis.config import ParallelismConfig, get_dtype_config_by_name, get_gpu_config_by_name

SYSTEMS = {
    "Nvidia A100 GPU": {"Flops": 312, "Memory_size": 80, "Memory_BW": 2039, "ICN": 300, "real_values": True},
    "Nvidia H100 GPU": {"Flops": 989, "Memory_size": 80, "Memory_BW": 3350, "ICN": 450, "real_values": True},
}
GPUS = {"Nvidia A100 GPU": "a100-sxm-80gb", "Nvidia H100 GPU": "h100-sxm-80gb"}
ENGINES = ("vLLM", "TensorRT-LLM")


def genz(config, hardware, count, batch, length):
    model = GenzModel(
        vocab_size=config["vocab_size"],
        num_decoder_layers=config["num_hidden_layers"],
        hidden_size=config["hidden_size"],
        intermediate_size=config["intermediate_size"],
        num_ffi=2,
        num_attention_heads=config["num_attention_heads"],
        num_key_value_heads=config.get("num_key_value_heads", config["num_attention_heads"]),
        num_experts=config.get("num_local_experts", 1),
        expert_top_k=config.get("num_experts_per_tok", 1),
        moe_layer_freq=1 if "num_local_experts" in config else None,
    )
    common = dict(model=model, batch_size=batch, input_tokens=length, bits="bf16", tensor_parallel=count)
    system = SYSTEMS[hardware]
    prefill = prefill_moddeling(system_name=system, **common)["Latency"]
    first, last = (
        decode_moddeling(system_name=system, output_tokens=tokens, Bb=1, **common)["Latency"]
        for tokens in (1, length)
    )
    return (prefill + length * (first + last) / 2) / 1000


def llm_analysis(config, hardware, count, batch, length):
    hidden = config["hidden_size"]
    model = AnalysisModel(
        name="row",
        num_layers=config["num_hidden_layers"],
        n_head=config["num_attention_heads"],
        hidden_dim=hidden,
        vocab_size=config["vocab_size"],
        max_seq_len=config.get("max_position_embeddings", 4096),
        num_key_value_heads=config.get("num_key_value_heads", config["num_attention_heads"]),
        ffn_embed_dim=hidden * round(1.5 * config["intermediate_size"] / hidden),
        model_type="llama",
        moe_num_experts=config.get("num_local_experts", 1),
        moe_top_k=config.get("num_experts_per_tok", 1),
    )
    analysis = LLMAnalysis(
        model,
        get_gpu_config_by_name(GPUS[hardware]),
        get_dtype_config_by_name("w16a16e16"),
        ParallelismConfig(tp_size=count),
    )
    return analysis.inference(batch_size_per_gpu=batch, seq_len=length, num_tokens_to_generate=length)["total_latency"]


def main(folder):
    file = "inference-latency-alcf.csv"
    with open(os.path.join(folder, "models-of-rows.json")) as source:
        configs = json.load(source)[file]["configs"]
    with open(os.path.join(folder, file)) as source:
        rows = [
            row
            for row in csv.DictReader(source)
            if row["hardware"] in SYSTEMS and row["framework"] in ENGINES and row["model"] in configs
        ]
    out = csv.writer(sys.stdout)
    out.writerow(["peer", "hardware", "n", "framework", "model", "in_out_len", "batch", "latency_s"])
    known = {}
    refused = 0
    for row in rows:
        with open(os.path.join(folder, "..", "configs", configs[row["model"]])) as source:
            config = json.load(source)
        count, batch, length = int(row["n"]), int(row["batch"]), int(row["in_out_len"])
        for name, predict in (("GenZ 0.0.16", genz), ("llm-analysis 0.2.2", llm_analysis)):
            key = (name, row["model"], row["hardware"], count, batch, length)
            if key not in known:
                try:
                    with contextlib.redirect_stdout(io.StringIO()):
                        known[key] = predict(config, row["hardware"], count, batch, length)
                except (AssertionError, ValueError):
                    known[key] = None
            if known[key] is None:
                refused += 1
            else:
                out.writerow([name, row["hardware"], count, row["framework"], row["model"], length, batch, known[key]])
    print(f"{len(rows)} rows, {refused} answers refused", file=sys.stderr)


main(sys.argv[1])
