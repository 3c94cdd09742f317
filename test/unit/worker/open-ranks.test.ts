import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rankFileNames } from '../../../src/core/input/rank-files';
import { Problem } from '../../../src/core/problem';
import type { RankFolder } from '../../../src/protocol/analysis';
import type { Progress } from '../../../src/protocol/panel-state';
import { contentOf } from '../../../src/worker/content';
import { type KnownRanks, openRanks } from '../../../src/worker/open-ranks';
import { fixture } from '../../support/fixtures';

const file = (name: string) => ({ kind: 'file' as const, name, path: fixture('traces', name) });
/** Not in the order of the ranks. */
const FOLDER: RankFolder = {
  kind: 'ranks',
  name: 'llama-ranks',
  files: [file('llama-ranks/rank1.pt.trace.json.gz'), file('llama-ranks/rank0.pt.trace.json.gz')],
};
const VIEW = {
  defaults: { accelerator: 'h100', batch: 1, input: 512, output: 128, compareWith: [] },
  change: {},
};

describe('a folder of traces', () => {
  it('is its ranks in order, each under its own number, and progress over all of them', async () => {
    const said: Progress[] = [];
    const ranks = await openRanks(FOLDER, (progress) => said.push(progress));
    assert.deepEqual(
      ranks.map(({ inspection }) => inspection.name),
      ['llama-ranks/rank0.pt.trace.json.gz', 'llama-ranks/rank1.pt.trace.json.gz'],
    );
    assert.notEqual(ranks[0]?.readAt, ranks[1]?.readAt);
    assert.ok(said.some(({ message }) => message === 'Reading trace 2 of 2'));
    assert.ok(said.every(({ fraction = 0 }) => fraction <= 1));
    const content = contentOf(ranks[1] ?? assert.fail(), VIEW);
    assert.ok(content.kind === 'trace');
    assert.equal(content.ranks?.shown, 1);
    assert.match(content.ranks.labels[0] ?? '', /^Rank 0: .*rank0/);
  });
  it('has one page that sets the ranks side by side, whichever is shown', async () => {
    const ranks = await openRanks(FOLDER, () => undefined);
    const pages = ranks.map(({ page }) => page('ranks'));
    assert.equal(pages[0], pages[1]);
    const text = JSON.stringify(pages[0]);
    assert.match(text, /What the device of each rank does/);
    // The two are equally fast.
    assert.match(text, /0\.0 % of all communication is waiting for ranks that come later\./);
    assert.match(text, /none: nobody waits/);
    assert.match(JSON.stringify(ranks[0]?.page('kernels')), /Device time by kernel/);
  });
  it('reads again only what has another version', async () => {
    const versions = ['1', '1'];
    const folder = (): RankFolder => ({
      ...FOLDER,
      files: FOLDER.files.map((source, place) =>
        source.kind === 'file' ? { ...source, version: versions[place] ?? '' } : source,
      ),
    });
    const known: KnownRanks = new Map();
    const said: string[] = [];
    const read = () => openRanks(folder(), ({ message }) => said.push(message), known);
    const before = await read();
    said.length = 0;
    versions[0] = '2';
    const after = await read();
    // The first file is that of rank 1.
    assert.deepEqual([...new Set(said)], ['Reading trace 1 of 2']);
    assert.equal(after[0]?.trace, before[0]?.trace);
    assert.notEqual(after[1]?.trace, before[1]?.trace);
    assert.notEqual(after[0]?.page('ranks'), before[0]?.page('ranks'));
    await openRanks({ ...folder(), files: folder().files.slice(1) }, () => undefined, known);
    assert.deepEqual([...known.keys()], ['llama-ranks/rank0.pt.trace.json.gz']);
  });
  it('names the file that is none', async () => {
    const files = [
      ...FOLDER.files,
      { kind: 'text' as const, name: 'config.json', text: '{"model_type": "gpt2"}' },
    ];
    await assert.rejects(
      openRanks({ ...FOLDER, files }, () => undefined),
      (error) => error instanceof Problem && error.where.file === 'config.json',
    );
  });
  it('takes traces of every format by the number in their names, and nothing else', () => {
    assert.deepEqual(
      rankFileNames(['w10.json', 'w9.json.gz', 'notes.txt', 'w2.sqlite', 'w3.et', 'w1.xplane.pb'], 'f'),
      ['w1.xplane.pb', 'w2.sqlite', 'w3.et', 'w9.json.gz', 'w10.json'],
    );
    assert.throws(() => rankFileNames(['notes.txt'], 'runs'), /expected one file a rank/);
  });
});
