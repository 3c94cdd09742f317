import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandLine, sweepCommandLine } from '../../../src/host/panel/command-line';
import type { View } from '../../../src/protocol/analysis';

const defaults: View['defaults'] = {
  accelerator: 'h100-sxm5',
  batch: 1,
  input: 512,
  output: 128,
  compareWith: [],
};
const deployment = { accelerator: 'h100-sxm5', count: 1 };
const choices = { inputs: ['input', 'output'] } as const;

describe('the command line of a panel', () => {
  it('says what the defaults are not, and nothing the user did not say', () => {
    assert.equal(
      commandLine('a/config.json', { kind: 'model', deployment, choices }, { defaults, change: {} }),
      'wattlens estimate a/config.json --on h100-sxm5:1 --batch 1 --input 512 --output 128',
    );
  });

  it('has every change, the settings beneath it', () => {
    const view: View = {
      defaults: { ...defaults, zone: 'DE', pue: 1.2 },
      change: { count: 8, dtype: 'fp8', batch: 64, zone: 'aws:us-east-1', lifetimeYears: 5 },
    };
    assert.equal(
      commandLine(
        'config.json',
        { kind: 'model', deployment: { accelerator: 'mi300x', count: 8 }, choices },
        view,
      ),
      'wattlens estimate config.json --on mi300x:8 --dtype fp8 --batch 64 --input 512 --output 128 --zone aws:us-east-1 --pue 1.2 --lifetime 5',
    );
  });

  it('of a sweep has its axes, and the what-if in effect', () => {
    const view: View = { defaults, change: { dtype: 'fp8', count: 8, division: '4x1x1x1x2', zone: 'DE' } };
    const line = sweepCommandLine('config.json', { deployment: { ...deployment, count: 8 }, choices }, view, {
      accelerators: ['h100-sxm5', 'mi300x'],
      batch: '1..64',
      input: '128,512',
      output: 32,
      metric: 'energy',
      front: ['carbon', 'cost'],
      prices: 'h100=2.5, mi300x=1.9',
    });
    assert.equal(
      line,
      "wattlens sweep config.json --on h100-sxm5:8,mi300x:8 --batch 1..64 --input 128,512 --output 32 --dtype fp8 --tp 4 --cp 2 --metric energy --front carbon:cost --price 'h100=2.5, mi300x=1.9' --zone DE",
    );
  });

  it('trains where that was chosen, and says what differs from plain training', () => {
    const trained = (change: View['change']): string =>
      commandLine('c.json', { kind: 'model', deployment, choices }, { defaults, change }).replace(
        /.*--output 128 ?/,
        '',
      );
    assert.equal(trained({ task: 'train' }), '--task train');
    assert.equal(trained({ task: 'train', zero: 0, checkpointing: 'none' }), '--task train');
    assert.equal(
      trained({ task: 'train', zero: 3, checkpointing: 'full', division: '2x1x4' }),
      '--tp 2 --dp 4 --task train --zero 3 --checkpointing full',
    );
    assert.equal(trained({ task: 'serve', zero: 3, checkpointing: 'full' }), '');
  });

  it('has the inputs that act on the model, and no others', () => {
    const shown = { kind: 'model', deployment, choices: { inputs: ['frames', 'steps'] } } as const;
    const view: View = { defaults, change: { steps: 20, input: 64 } };
    const line = 'wattlens estimate sd/model_index.json --on h100-sxm5:1 --batch 1 --steps 20';
    assert.equal(commandLine('sd/model_index.json', shown, view), line);
  });

  it('leaves the run of a trace as it was', () => {
    const line = commandLine(
      't.pt.trace.json',
      { kind: 'trace', deployment, choices: { inputs: [] } },
      { defaults, change: {} },
    );
    assert.equal(line, 'wattlens estimate t.pt.trace.json --on h100-sxm5:1');
  });

  it('quotes what a shell would take apart', () => {
    const line = commandLine(
      "my model's/$(config).json",
      { kind: 'trace', deployment, choices: { inputs: [] } },
      { defaults, change: {} },
    );
    assert.equal(line, `wattlens estimate 'my model'\\''s/$(config).json' --on h100-sxm5:1`);
  });
});
