"""Records training steps of a small transformer on the CPU, with stacks, shapes and memory: 14 MB a step.

    python3 -m venv VENV && VENV/bin/pip install torch
    VENV/bin/python test/bench/record.py STEPS FILE.json && gzip -k FILE.json
    npm run bench:trace -- FILE.json.gz
"""

import sys

import torch
from torch import nn
from torch.nn import functional
from torch.profiler import ProfilerActivity, profile

LAYERS, WIDTH, HEADS, VOCABULARY, BATCH, TOKENS = 24, 64, 4, 500, 2, 32


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.before_attention = nn.LayerNorm(WIDTH)
        self.queries_keys_values = nn.Linear(WIDTH, 3 * WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)
        self.before_feed_forward = nn.LayerNorm(WIDTH)
        self.feed_forward = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x):
        heads = self.queries_keys_values(self.before_attention(x))
        q, k, v = heads.view(BATCH, TOKENS, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.output(attended.transpose(1, 2).reshape(BATCH, TOKENS, WIDTH))
        return x + self.feed_forward(self.before_feed_forward(x))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, VOCABULARY)

    def forward(self, tokens):
        x = self.embedding(tokens)
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))


def main(steps, file):
    torch.set_num_threads(1)
    model = Model()
    optimizer = torch.optim.AdamW(model.parameters(), foreach=False)

    def step():
        tokens = torch.randint(0, VOCABULARY, (BATCH, TOKENS))
        loss = functional.cross_entropy(model(tokens).flatten(0, 1), tokens.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    step()
    activities = [ProfilerActivity.CPU]
    with profile(activities=activities, record_shapes=True, profile_memory=True, with_stack=True) as recording:
        for _ in range(steps):
            step()
    recording.export_chrome_trace(file)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
