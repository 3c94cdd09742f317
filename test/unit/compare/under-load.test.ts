import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { queueOf, type Server, underLoad } from '../../../src/core/compare/under-load';
import { readModel } from '../../../src/core/models/read';
import { Problem } from '../../../src/core/problem';

/** The same uniform numbers every time. */
const randomOf = (seed: number) => () => {
  seed = (seed * 1664525 + 1013904223) % 2 ** 32;
  return (seed + 0.5) / 2 ** 32;
};

/** Prompts first, one after the other; else one step of all that generate: the engine event by event. */
const simulate = ({ prefill, tokens, step }: Server, rate: number, requests: number) => {
  const random = randomOf(7);
  const arrivals: number[] = [];
  for (let time = 0; arrivals.length < requests;) {
    time -= Math.log(random()) / rate;
    arrivals.push(time);
  }
  let now = 0;
  let next = 0;
  let first = 0;
  let running: { left: number; readonly since: number }[] = [];
  const waiting: number[] = [];
  let generation = 0;
  let inFlight = 0;
  let done = 0;
  while (done < requests) {
    while (next < requests && (arrivals[next] ?? Infinity) <= now) waiting.push(arrivals[next++] ?? 0);
    const prompt = waiting.shift();
    if (prompt !== undefined) {
      inFlight += running.length * prefill;
      now += prefill;
      first += now - prompt;
      running.push({ left: tokens, since: now });
    } else if (running.length > 0) {
      const { seconds } = step(running.length);
      inFlight += running.length * seconds;
      now += seconds;
      for (const one of running) one.left--;
      for (const { since } of running.filter(({ left }) => left === 0)) {
        generation += now - since;
        done++;
      }
      running = running.filter(({ left }) => left > 0);
    } else now = arrivals[next] ?? now;
  }
  return { ttft: first / requests, tpot: generation / requests / tokens, concurrency: inFlight / now };
};

const near = (found: number | undefined, expected: number, share: number, what: string): void =>
  assert.ok(Math.abs((found ?? NaN) / expected - 1) < share, `${what}: ${found}, simulated ${expected}`);

describe('serving under load', () => {
  const server: Server = {
    prefill: 0.05,
    tokens: 100,
    step: (sequences) => ({ seconds: 0.02 + 0.0002 * sequences, fits: sequences <= 512 }),
  };

  for (const rate of [2, 6, 10])
    it(`agrees with an event-by-event simulation at ${rate} requests/s`, () => {
      const simulated = simulate(server, rate, 20_000);
      const queue = queueOf(server, rate);
      assert.ok(queue.sustained);
      near(queue.ttft, simulated.ttft, 0.1, 'TTFT');
      near(queue.tpot, simulated.tpot, 0.1, 'TPOT');
      near(queue.concurrency, simulated.concurrency, 0.1, 'concurrency');
    });

  it('says from which rate on the queue grows without end', () => {
    const { mostRate } = queueOf(server, 1);
    assert.ok(mostRate < 1 / server.prefill);
    const { sustained, ttft, load } = queueOf(server, mostRate * 1.01);
    assert.deepEqual({ sustained, ttft }, { sustained: false, ttft: undefined });
    assert.ok((load ?? 0) > 1);
    assert.ok(queueOf(server, mostRate * 0.99).sustained);
  });

  const model = readModel(
    JSON.stringify({
      model_type: 'llama',
      hidden_size: 4096,
      intermediate_size: 14336,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      vocab_size: 128256,
      torch_dtype: 'bfloat16',
    }),
    'eight.json',
  );
  const run = { batch: 1, input: 1024, output: 256 };
  const on = { accelerator: 'h100-sxm5', count: 1 };

  it('waits longer the more requests come', () => {
    const times = [0.5, 2, 4].map((rate) => underLoad(model, run, on, rate).ttft ?? NaN);
    assert.ok((times[0] ?? 0) < (times[1] ?? 0) && (times[1] ?? 0) < (times[2] ?? 0), times.join(' '));
  });

  it('has replicas share the requests', () => {
    const two = { accelerator: 'h100-sxm5', count: 2, parallelism: { data: 2, tensor: 1 } };
    const one = underLoad(model, run, on, 2);
    const both = underLoad(model, run, two, 4);
    assert.ok(Math.abs((both.ttft ?? 0) / (one.ttft ?? NaN) - 1) < 0.02, `${both.ttft} ${one.ttft}`);
    assert.ok(Math.abs(both.mostRate / one.mostRate / 2 - 1) < 0.02);
  });

  it('takes no rate that cannot be, and is never sustained where the model does not fit', () => {
    for (const rate of [0, -1, NaN, Infinity])
      assert.throws(() => underLoad(model, run, on, rate), Problem, String(rate));
    assert.equal(underLoad(model, run, { accelerator: 'groq-lpu-v1', count: 1 }, 0.1).sustained, false);
  });
});
