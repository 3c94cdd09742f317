import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { CheckReport } from '../../src/core/report/check';
import type { DiffReport } from '../../src/core/report/diff';
import type { EstimateReport, ModelInspection } from '../../src/core/report/types';
import { COMPONENTS, INDEX } from '../support/stable-diffusion';
import { sample, wattlens, wattlensJson } from './run';

const LLAMA = sample('configs/llama-8b/config.json');
const CHAT = sample('scenarios/chat.wattlens.yaml');

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattlens-'));
  await cp(sample('.'), folder, { recursive: true });
});
after(() => rm(folder, { recursive: true }));

const changed = async (name: string, pattern: RegExp, replacement: string): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, (await readFile(file, 'utf8')).replace(pattern, replacement));
  return file;
};

test('diff says what a field does, and its causes sum to the change', async () => {
  const file = await changed('configs/llama-8b/config.json', /("num_key_value_heads": )8/, '$132');
  const diff = await wattlensJson<DiffReport>('diff', LLAMA, file);
  assert.deepEqual(diff.changes, [{ path: 'num_key_value_heads', before: 8, after: 32 }]);
  const parameters = diff.deltas.find(({ metric }) => metric === 'parameters');
  // Keys and values of 24 more heads, 128 wide, from 4096: in 32 layers.
  assert.equal((parameters?.after ?? 0) - (parameters?.before ?? 0), 2 * 24 * 128 * 4096 * 32);
  for (const { before: was = 0, after: is = 0, because = [] } of diff.deltas) {
    const sum = because.reduce((total, { change }) => total + change, 0);
    assert.ok(Math.abs(sum - (is - was)) <= 1e-9 * Math.abs(is));
  }
});

test('diff --git compares the working tree with a revision', async () => {
  const repository = await mkdtemp(join(tmpdir(), 'wattlens-git-'));
  const here = process.cwd();
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: repository,
    });
  try {
    git('init', '-q');
    await cp(LLAMA, join(repository, 'config.json'));
    await writeFile(join(repository, 'package.json'), '{}');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    const config = await readFile(LLAMA, 'utf8');
    await writeFile(join(repository, 'config.json'), config.replace('14336', '14464'));
    await writeFile(join(repository, 'package.json'), '{ "name": "other" }');
    process.chdir(repository);
    const { diffs } = await wattlensJson<{ diffs: readonly DiffReport[] }>('diff', '--git', 'HEAD');
    assert.deepEqual(
      diffs.map(({ changes }) => changes),
      [[{ path: 'intermediate_size', before: 14336, after: 14464 }]],
    );
    const { status, error } = await wattlens('diff', '--git', 'no-such-revision');
    assert.equal(status, 2);
    assert.match(error, /git says: .*no-such-revision/);
  } finally {
    process.chdir(here);
    await rm(repository, { recursive: true });
  }
});

test('diff --git compares scenarios, their configs and their traces', async () => {
  const repository = await mkdtemp(join(tmpdir(), 'wattlens-git-'));
  const here = process.cwd();
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: repository,
    });
  const put = (name: string, text: string) => writeFile(join(repository, name), text);
  const scenario = (file: string, zone: string) =>
    `workload: { file: ../${file} }\ndeployment: { on: h100 }\nsite: { zone: ${zone} }\n`;
  const diffs = async (...args: readonly string[]) =>
    (await wattlensJson<{ diffs: readonly DiffReport[] }>('diff', '--git', ...args)).diffs.map(
      ({ kind, changes }) => [kind, ...changes.map(({ path }) => path)],
    );
  try {
    git('init', '-q');
    await cp(LLAMA, join(repository, 'config.json'));
    const trace = 'traces/llama-step.pt.trace.json.gz';
    await cp(sample(trace), join(repository, 'step.json.gz'));
    await mkdir(join(repository, 'scenarios'));
    await put('scenarios/chat.wattlens.yaml', scenario('config.json', 'FR'));
    await put('scenarios/step.wattlens.yaml', scenario('step.json.gz', 'FR'));
    await put('scenarios/same.wattlens.yaml', scenario('other.json', 'FR'));
    await cp(LLAMA, join(repository, 'other.json'));
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    process.chdir(repository);
    assert.deepEqual(await diffs('HEAD'), []);

    const config = await readFile(join(repository, 'config.json'), 'utf8');
    await put('config.json', config.replace('14336', '14464'));
    await put('scenarios/step.wattlens.yaml', scenario('step.json.gz', 'DE'));
    assert.deepEqual(await diffs('HEAD'), [
      ['model', 'intermediate_size'],
      ['scenario', 'config.intermediate_size'],
      ['scenario', 'site.zone'],
    ]);
    assert.deepEqual(await diffs('HEAD', 'scenarios/step.wattlens.yaml'), [['scenario', 'site.zone']]);
    const slower = JSON.parse(
      await readFile(join(here, sample('traces/llama-step.pt.trace.json')), 'utf8'),
    ) as {
      traceEvents: { cat?: string; dur?: number }[];
    };
    for (const event of slower.traceEvents) if (event.cat === 'kernel' && event.dur) event.dur *= 0.9;
    await writeFile(join(repository, 'step.json.gz'), gzipSync(JSON.stringify(slower)));
    git('commit', '-q', '-a', '-m', 'second');
    assert.deepEqual((await diffs('HEAD~1..HEAD', 'scenarios')).at(-1), ['scenario', 'site.zone', 'trace']);
    const { out } = await wattlens('diff', '--git', 'HEAD~1..HEAD', '--markdown');
    assert.match(
      out,
      /scenarios\/step\.wattlens\.yaml at HEAD\\~1 → scenarios\/step\.wattlens\.yaml at HEAD/,
    );

    await put('scenarios/step.wattlens.yaml', scenario('gone.json', 'DE'));
    const { status, error } = await wattlens('diff', '--git', 'HEAD');
    assert.equal(status, 2);
    assert.match(
      error,
      /step\.wattlens\.yaml at the working tree: workload\.file is gone\.json; there is no such/,
    );
  } finally {
    process.chdir(here);
    await rm(repository, { recursive: true });
  }
});

test('diff --git reads the files beside a config in the same revision', async () => {
  const repository = await mkdtemp(join(tmpdir(), 'wattlens-git-'));
  const here = process.cwd();
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: repository,
    });
  const put = async (name: string, content: object | string) => {
    await mkdir(dirname(join(repository, name)), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(join(repository, name), text);
  };
  const diffs = async (...args: readonly string[]) =>
    (await wattlensJson<{ diffs: readonly DiffReport[] }>('diff', '--git', ...args)).diffs.map(
      ({ before, changes }) => [before.replace(/ at .*/, ''), ...changes.map(({ path }) => path)],
    );
  try {
    git('init', '-q');
    await put('llm/config.json', await readFile(LLAMA, 'utf8'));
    await put('sd/model_index.json', INDEX);
    for (const [path, component] of Object.entries(COMPONENTS)) await put(`sd/${path}`, component);
    const scenario = 'workload: { file: sd/model_index.json }\ndeployment: { on: h100 }\n';
    await put('draw.wattlens.yaml', scenario);
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    process.chdir(repository);
    assert.equal((await wattlens('check', 'draw.wattlens.yaml')).status, 0);

    // A component: the pipeline is compared, not its part alone, and the scenario that names it.
    await put('sd/unet/config.json', { ...COMPONENTS['unet/config.json'], layers_per_block: 3 });
    // A quantisation that was not there before.
    await put('llm/hf_quant_config.json', { quantization: { quant_algo: 'FP8' } });
    git('add', '.');
    const all = [
      ['llm/config.json', 'hf_quant_config'],
      ['sd/model_index.json', 'unet.layers_per_block'],
      ['draw.wattlens.yaml', 'config.unet.layers_per_block'],
    ];
    assert.deepEqual(await diffs('HEAD'), all);
    git('commit', '-q', '-m', 'second');
    assert.deepEqual(await diffs('HEAD'), []);
    assert.deepEqual(await diffs('HEAD~1..HEAD'), all);

    await put('sd/unet/config.json', '{');
    const { status, error } = await wattlens('diff', '--git', 'HEAD');
    assert.equal(status, 2);
    assert.match(error, /unet\/config\.json:1:/);
  } finally {
    process.chdir(here);
    await rm(repository, { recursive: true });
  }
});

test('the index of a pipeline is read as its folder is', async () => {
  const sd = join(folder, 'sd');
  for (const [path, content] of Object.entries({ 'model_index.json': INDEX, ...COMPONENTS })) {
    await mkdir(dirname(join(sd, path)), { recursive: true });
    await writeFile(join(sd, path), JSON.stringify(content));
  }
  const inspect = (file: string) => wattlensJson<ModelInspection>('inspect', file);
  const [whole, index] = [await inspect(sd), await inspect(join(sd, 'model_index.json'))];
  assert.deepEqual(index, whole);
  assert.equal(index.parameters.total, 123_060_480 + 859_520_964 + 83_653_863);
  assert.deepEqual((await wattlensJson<DiffReport>('diff', sd, join(sd, 'model_index.json'))).changes, []);
  await rm(join(sd, 'vae'), { recursive: true });
  const { status, error } = await wattlens('inspect', join(sd, 'model_index.json'));
  assert.equal(status, 2);
  assert.match(error, /model_index\.json: vae\/config\.json is missing/);
});

test('a folder with one component is that component, at a size that is told', async () => {
  const part = join(folder, 'part');
  const put = async (name: string, content: object) => {
    await mkdir(part, { recursive: true });
    await writeFile(join(part, name), JSON.stringify(content));
  };
  await put('unet.json', COMPONENTS['unet/config.json']);
  await put('scheduler_config.json', { _class_name: 'PNDMScheduler' });
  const { workload, assumptions } = await wattlensJson<EstimateReport>('estimate', part, '--on', 'h100');
  assert.equal(workload.unit, 'step');
  const size = assumptions.filter(({ id }) => id.startsWith('run.'));
  assert.deepEqual(
    size.map(({ id, value }) => [id, value]),
    [
      ['run.pixels', '512 × 512'],
      ['run.steps', 1],
      ['run.text', 77],
    ],
  );
  const more = await wattlensJson<EstimateReport>('estimate', part, '--on', 'h100', '--steps', '4');
  assert.deepEqual(
    more.assumptions.find(({ id }) => id === 'run.steps'),
    { id: 'run.steps', value: 4, unit: 'denoising steps', source: 'given by the user', licence: 'own' },
  );
  await put('vae.json', COMPONENTS['vae/config.json']);
  const { status, error } = await wattlens('inspect', part);
  assert.equal(status, 2);
  assert.match(error, /no model_index\.json .*: unet\.json, vae\.json; expected one of them by itself/);
});

test('check keeps quiet about kept budgets and exits 3 for an exceeded one', async () => {
  assert.equal((await wattlens('check', CHAT)).status, 0);
  const file = await changed('scenarios/chat.wattlens.yaml', /joulesPerToken: 1$/m, 'joulesPerToken: 0.001');
  const { status, out } = await wattlens('check', file, '--json', '--sarif', join(folder, 'out.sarif'));
  assert.equal(status, 3);
  const { results } = JSON.parse(out) as CheckReport;
  const [broken, ...others] = results.filter(({ ok }) => !ok);
  assert.equal(others.length, 0);
  assert.equal(broken?.budget, 'joulesPerToken');
  const line = (await readFile(file, 'utf8')).split('\n')[(broken?.line ?? 0) - 1];
  assert.equal(line?.slice((broken?.column ?? 0) - 1, (broken?.endColumn ?? 0) - 1), '0.001');
  const log = JSON.parse(await readFile(join(folder, 'out.sarif'), 'utf8')) as {
    runs: readonly { results: readonly { ruleId: string }[] }[];
  };
  assert.deepEqual(
    log.runs[0]?.results.map(({ ruleId }) => ruleId),
    ['joulesPerToken'],
  );
});

test('a scenario stands for its file and flags', async () => {
  const report = await wattlensJson<EstimateReport>('estimate', CHAT);
  const same = await wattlensJson<EstimateReport>(
    ...['estimate', LLAMA, '--on', 'h100', '--batch', '16', '--input', '1024', '--output', '256'],
    ...['--zone', 'IE', '--pue', '1.2', '--lifetime', '4'],
  );
  assert.deepEqual(report.energy, same.energy);
  assert.deepEqual(report.carbon, same.carbon);
});
