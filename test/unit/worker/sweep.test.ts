import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Problem } from '../../../src/core/problem';
import type { View } from '../../../src/protocol/analysis';
import type { SweepRequest, SweepState } from '../../../src/protocol/comparing';
import { setWorkspaceParts } from '../../../src/worker/parts';
import { SweepRunner } from '../../../src/worker/sweep';
import { smallLlama as model } from '../../support/small-llama';

const view: View = {
  defaults: { accelerator: 'h100-sxm5', batch: 1, input: 512, output: 128, compareWith: [] },
  change: {},
};
const request: SweepRequest = {
  accelerators: ['h100-sxm5', 'mi300x'],
  batch: '1..8',
  input: '128,512',
  output: 32,
  metric: 'energy',
  front: ['latency', 'energy'],
  prices: '',
};

describe('a sweep of a panel', () => {
  it('has all points in the end, a map and a front', async () => {
    const { done, total, finished, blocks } = await new SweepRunner(() => {}).run(model, request, view);
    assert.deepEqual({ done, total, finished }, { done: 16, total: 16, finished: true });
    assert.deepEqual(
      blocks.map(({ kind }) => kind),
      ['map', 'scatter', 'table'],
    );
  });

  it('tells how far it is, and ends when it is told to', async () => {
    const seen: SweepState[] = [];
    const long = { ...request, batch: '1..400:1', input: '128..12800:128' };
    const runner: SweepRunner = new SweepRunner((state) => {
      seen.push(state);
      runner.cancel();
    });
    const { done, total, finished } = await runner.run(model, long, view);
    assert.equal(total, 80_000);
    assert.equal(finished, false);
    assert.equal(seen.length, 1);
    assert.ok(done >= (seen[0]?.done ?? Infinity) && done < total, `${done} of ${total}`);
    assert.equal(seen[0]?.blocks[0]?.kind, 'map');
  });

  it('leaves out what cannot be, and says why', async () => {
    const odd = { ...view, change: { count: 3 } };
    const { blocks, total } = await new SweepRunner(() => {}).run(model, request, odd);
    assert.equal(total, 0);
    assert.ok(blocks.every((block) => block.kind === 'note' && block.text.includes('is left out')));
  });

  it('names the axis that cannot be read, and refuses what is too much for a panel', async () => {
    const run = (part: Partial<SweepRequest>): Promise<SweepState> =>
      new SweepRunner(() => {}).run(model, { ...request, ...part }, view);
    await assert.rejects(
      run({ batch: 'x' }),
      (error) => error instanceof Problem && /^Batch: 'x'/.test(error.message),
    );
    await assert.rejects(run({ prices: 'h100=' }), Problem);
    await assert.rejects(run({ batch: '1..1000:1', input: '1..1000:1' }), /too many for a panel/);
  });

  it('counts with the workspace’s parts, and leaves out a file that is wrong', async () => {
    const text = (watts: string): string =>
      `parts:\n  - id: h100-sxm5\n    tdpWatts: { value: ${watts}, kind: user, source: x }\n`;
    const runner = new SweepRunner(() => {});
    const energy = async (): Promise<string> =>
      JSON.stringify((await runner.run(model, request, view)).blocks);
    const before = await energy();
    assert.deepEqual(setWorkspaceParts([{ kind: 'text', name: 'a.yaml', text: text('350') }]), []);
    assert.notEqual(await energy(), before);
    const [fault] = setWorkspaceParts([{ kind: 'text', name: 'a.yaml', text: text('much') }]);
    assert.equal(fault?.fault.where.line, 3);
    assert.equal(await energy(), before);
    setWorkspaceParts([]);
  });
});
