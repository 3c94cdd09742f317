import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { occasional } from '../document/occasional';
import { replacePart } from '../document/replace-part';
import { argumentsOrExit, orExit } from '../document/shared-folder';
import { compareWithHta } from './hta';
import { compareDiff, DIFFS } from './hta-diff';
import { type Comparison, differenceTables, summaryLines, Unexplained } from './parity';
import { peerKeys, peerResult, traceFiles } from './results';
import type { HtaResults } from './results';
import { compareWithPlugin } from './tensorboard';
import type { PluginResults } from './tensorboard-results';
import { compareWithTorch, torchSection } from './torch';
import { recordingsIn } from './torch-results';

/**
 * `validate:traces FOLDER [--torch RECORDED]`: compares our analyses of the traces of FOLDER/traces with what the peers said
 * of them, in FOLDER/reference (FOLDER may be either), and of the recordings of peers/record.py in RECORDED with PyTorch's own table, and rewrites
 * the traces part of docs/validation.md. What PyTorch says stays as it was when not asked for.
 */
const given = argumentsOrExit('npm run validate:traces -- FOLDER [--torch RECORDED]', [
  ['traces', ''],
  ['reference', 'hta'],
  ['reference', 'tensorboard'],
]);
const { traces, reference } = given.folder;
const DOCUMENT = 'docs/validation.md';
const [BEGIN, END] = ['<!-- traces: written by npm run validate:traces -->', '<!-- end of traces -->'];

const unexplained: string[] = [];
const compared = async (
  comparisons: readonly (() => Promise<readonly Comparison[]>)[],
): Promise<readonly Comparison[]> => {
  const all: Comparison[] = [];
  for (const compare of comparisons)
    try {
      all.push(...(await compare()));
    } catch (error) {
      if (!(error instanceof Unexplained)) throw error;
      unexplained.push(error.message);
    }
  return all;
};

const inOrder = (comparisons: readonly Comparison[]): readonly Comparison[] =>
  [...comparisons].sort((a, b) => parseInt(a.analysis) - parseInt(b.analysis));

const summary = (comparisons: readonly Comparison[]): string =>
  [
    '| Analysis | Results compared | Equal | Not, for a reason below |',
    '| --- | ---: | ---: | ---: |',
    ...summaryLines(comparisons),
  ].join('\n');

const hta = inOrder(
  await compared([
    ...peerKeys(reference, 'hta').map(
      (key) => () =>
        compareWithHta(key, traceFiles(traces, key), peerResult(reference, 'hta', key) as HtaResults),
    ),
    ...Object.keys(DIFFS)
      .filter((key) => existsSync(join(reference, 'hta', `diff__${key}.json`)))
      .map((key) => () => compareDiff(traces, reference, key)),
  ]),
);
const plugin = inOrder(
  await compared(
    peerKeys(reference, 'tensorboard').map(
      (key) => () =>
        compareWithPlugin(
          key,
          traceFiles(traces, key),
          peerResult(reference, 'tensorboard', key) as PluginResults,
        ),
    ),
  ),
);

const recorded = given.path('--torch');
const recordings = recorded === undefined ? [] : orExit(() => recordingsIn(recorded));
const torch = await compared(recordings.map((recording) => () => compareWithTorch(recording)));
const byTorch = occasional(
  DOCUMENT,
  'torch',
  '--torch',
  recordings.length === 0 ? undefined : () => torchSection(recordings, torch),
);

const section = `${BEGIN}

## Traces: analyses against the programs that defined them

### Holistic Trace Analysis

Its results (commit f4d0062, pandas 1.5.3, NumPy 1.24.2) beside ours in the window \`hta\`, to 1e-6 or to what it rounded to; a result is an
analysis of one rank of a trace, by stream, kernel or pattern where it has those. The numbers are those of its list of analyses here. The
window does as it does where it errs: it drops the last profiler step, rounds to whole microseconds so that a short event may end before it begins
(and subtracts such events from the critical path), takes the first event of the file for the launch of a device event whose launch is not in
the trace, and leaves launches and starts of one microsecond in the order of NumPy’s unstable sort. Its critical path sees the host wait only
where \`cuda_sync\` events tell so, which PyTorch writes when asked, and does not follow the launch of a kernel that has others queued behind
it when it starts, so that the work of a step may be left out. The windows \`all\` and \`steps\` do none of that: there a call that waits goes on when
the last of what was launched before it ends, what is launched after a call for a stream to wait when another stream’s event ends, and a kernel waits for the one before it, or for its launch where that had ended by then.

${summary(hta)}

${differenceTables(hta)}

### The TensorBoard plugin

Its views (commit 041e7ce) beside ours of the whole trace, to 1e-6 or to what it rounded to. Where they differ, ours of the same trace *without* what
the plugin overlooks are its own: the test changes the trace so and compares again, which are the reasons below.

${summary(plugin)}

${differenceTables(plugin)}

### PyTorch’s own table

\`prof.key_averages()\` beside ours of the same recording, to 1e-6: small workloads on a processor, which
\`tools/validate-traces/peers/record.py\` records (a perceptron and a network of convolutions with their optimizers, a decoder with stacks
and with modules, checkpointing, ranges and functions of autograd in Python, scripted threads, a schedule of steps, a DataLoader with
workers, two processes with Gloo). It lists ranges (record_function, profiler steps, optimizers, collectives) and memory outside of
everything among the operators, and we do not; a second count by its own rules, kept apart from ours, has these rows too and gives all of
its numbers. A difference stands below only where that count without the one rule is not its number.

${byTorch}

${unexplained.length === 0 ? 'No difference is without a reason.' : `Without a reason: ${unexplained.join('; ')}`}

${END}`;

replacePart(DOCUMENT, { begin: BEGIN, end: END, part: section });
if (unexplained.length > 0) {
  console.error(unexplained.join('\n'));
  process.exitCode = 1;
}
