import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { refused, sample, wattlens, wattlensJson } from './run';

const TRACE = sample('traces/llama-step.pt.trace.json.gz');
const RANKS = resolve(sample('traces/llama-ranks'));

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattlens ränge '));
});
after(() => rm(folder, { recursive: true }));

const folderOf = async (name: string): Promise<string> => {
  const path = join(folder, name);
  await mkdir(path);
  return path;
};

interface Printed {
  readonly ranks: readonly { readonly rank: number }[];
}

test('a folder of links to ranks is read as the ranks', async () => {
  const links = await folderOf('links');
  for (const rank of [0, 1])
    await symlink(join(RANKS, `rank${rank}.pt.trace.json.gz`), join(links, `r${rank}.json.gz`));
  const { ranks } = await wattlensJson<Printed>('trace', links, '--analysis', 'summary');
  assert.deepEqual(
    ranks.map(({ rank }) => rank),
    [0, 1],
  );
});

test('a link that leads nowhere and a file that is no trace are told by their names', async () => {
  const broken = await folderOf('broken');
  await cp(join(RANKS, 'rank0.pt.trace.json.gz'), join(broken, 'rank0.json.gz'));
  await symlink('nowhere', join(broken, 'rank1.json'));
  await refused(/rank1\.json: no such file/, 'trace', broken);
  await rm(join(broken, 'rank1.json'));
  await writeFile(join(broken, 'rank1.json'), '');
  await refused(/rank1\.json: the file is empty; expected a profiler trace/, 'trace', broken);
  await writeFile(join(broken, 'rank1.json'), '{"steps": 3}');
  await refused(/rank1\.json: not a profiler trace; expected/, 'trace', broken);
});

test('what a trace was expected of is not called a model config', async () => {
  const named = join(folder, 'empty.pt.trace.json');
  await writeFile(named, '');
  await refused(/the file is empty; expected a profiler trace/, 'inspect', named);
  const other = join(folder, 'other.json');
  await writeFile(other, '{}');
  await refused(/not a profiler trace/, 'trace', other);
  await refused(/not a model config/, 'inspect', other);
  await refused(/the name of the file is empty/, 'trace', '');
});

test('several files of one rank are told', async () => {
  const twice = await folderOf('twice');
  for (const name of ['a', 'b'])
    await cp(join(RANKS, 'rank1.pt.trace.json.gz'), join(twice, `${name}.json.gz`));
  const { status, error } = await wattlens('trace', twice, '--analysis', 'summary');
  assert.equal(status, 0);
  assert.match(error, /warning: .*a\.json\.gz and .*b\.json\.gz both say that they are rank 1; expected one/);
});

test('usage of trace', async () => {
  await refused(/several files; expected one trace, or the folder/, 'trace', TRACE, TRACE);
  await refused(/'--json' cannot be used with option '--csv'/, 'trace', TRACE, '--json', '--csv');
  await refused(/"kernel" is none; expected all, or some of summary/, 'trace', TRACE, '--analysis', 'kernel');
  await refused(/unknown command 'tracing'; expected inspect, /, 'help', 'tracing');
  await refused(/cannot be written \(EISDIR\): a folder/, 'trace', TRACE, '--html', folder);
  const spaced = await wattlens('trace', TRACE, '--analysis', 'summary, temporal');
  assert.match(spaced.out, /\nSpan +29\.9 ms\n/, 'of the whole trace');
  assert.match(spaced.out, /\ntemporal\nDevice span +26\.1 ms\n/, 'from the first device event to the last');
});

test('what was asked for and changes nothing is told', async () => {
  const stepless = join(folder, 'stepless.json');
  await writeFile(stepless, '[{"ph":"X","name":"a","cat":"cpu_op","ts":1,"dur":1,"pid":1,"tid":1}]');
  const steps = await wattlens('trace', stepless, '--window', 'steps');
  assert.equal(steps.status, 0);
  assert.match(steps.error, /no profiler steps in it; the window is the whole trace/);
  assert.equal((await wattlens('trace', stepless, '--window', 'steps', '--quiet')).error, '');
  assert.match((await wattlens('trace', TRACE, '--on', 'h100')).error, /--on acts on energy, roofline/);
  assert.equal((await wattlens('trace', TRACE, '--on', 'h100', '--analysis', 'energy')).error, '');
});

interface Energies {
  readonly ranks: readonly {
    readonly energy: {
      readonly facilityJoules: { readonly mid: number };
      readonly carbon: { readonly embodied: { readonly mid: number } };
    };
  }[];
}

test('shares of network, storage and building count in the energy of a trace', async () => {
  const energy = ['trace', TRACE, '--on', 'h100', '--analysis', 'energy'];
  const of = async (...flags: readonly string[]) =>
    (await wattlensJson<Energies>(...energy, ...flags)).ranks[0]?.energy;
  const [plain, it, building] = [
    await of(),
    await of('--network-share', '0.25', '--storage-share', '0.25'),
    await of('--building-share', '0.5'),
  ];
  assert.ok(plain !== undefined && it !== undefined && building !== undefined);
  assert.ok(Math.abs(it.facilityJoules.mid / plain.facilityJoules.mid - 1.5) < 1e-9);
  assert.ok(Math.abs(building.carbon.embodied.mid / plain.carbon.embodied.mid - 1.5) < 1e-9);
  const { out } = await wattlens(...energy, '--network-share', '0.25');
  assert.match(out, /\nCarbon, total +/);
  assert.match(out, /\nsite\.network +0\.25/, 'what it rests on stands below');
});

test('sequences of kernels are told in short, findings with their rule and its numbers', async () => {
  const { out } = await wattlens('trace', TRACE, '--analysis', 'sequences,findings');
  for (const line of out.split('\n')) assert.ok(line.length < 1000, line.slice(0, 200));
  assert.match(out, /\nfindings\n[a-z-]+ +\d/);
  assert.match(out, /\. Said when /);
});

test('a full disk is one sentence', { skip: !existsSync('/dev/full') }, () => {
  // The program as it is built: what is printed goes to a real stream.
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', '"$0" "$@" > /dev/full', process.execPath, 'dist/cli.js', 'trace', TRACE],
    { encoding: 'utf8' },
  );
  assert.equal(status, 2, stderr);
  assert.equal(
    stderr,
    'wattlens: standard output: cannot be written (ENOSPC): no space is left on the disk\n',
  );
});

test('two traces cost what they do on the part they were recorded on, and say so', async () => {
  const same = await wattlens('diff', TRACE, TRACE);
  assert.equal(same.status, 0, same.error);
  assert.match(same.out, /What it does on h100-sxm5 \(/);
  assert.match(same.out, /\nOperators: none differs\.\n/);
  assert.match(same.out, /\nKernels: none differs\.\n/);
  assert.match((await wattlens('diff', TRACE, TRACE, '--on', 'b200')).out, /What it does on b200-sxm \(/);
  await refused(/unknown accelerator 'h10'/, 'diff', TRACE, TRACE, '--on', 'h10');
  await refused(/"Atlantis" is not a known grid zone/, 'diff', TRACE, TRACE, '--zone', 'Atlantis');
  await refused(/^wattlens: 1 file; expected two/, 'diff', TRACE);
  const cut = sample('traces/truncated.pt.trace.json');
  assert.match((await wattlens('diff', cut, TRACE)).error, /truncated.*: warning: Cut off at byte/);
});

test('a trace that is estimated is a run, not a request', async () => {
  const { out } = await wattlens('estimate', TRACE, '--on', 'h100');
  assert.match(out, /\nWhole run +\d/);
  assert.doesNotMatch(out, /[Rr]equest/);
  assert.match((await wattlens('compare', TRACE, '--on', 'h100,b200')).out, /\nAccelerator +Run /);
});
