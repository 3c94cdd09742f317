import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { occasional } from '../document/occasional';
import { replacePart } from '../document/replace-part';
import { argumentsOrExit } from '../document/shared-folder';
import { heldOutTable } from './hold-out';
import { hostedTable, paperTable } from './paper';
import { peersTable } from './peers';
import { errorPlot } from './plot';
import { type Prediction, Predictor, type Refusal } from './predict';
import { rooflineLine } from './roofline';
import { recordedTable } from './recorded';
import { readCases, ROWS } from './sets';
import {
  errorTable,
  formatTable,
  GOAL_HEADER,
  goalLine,
  orderOf,
  orderWords,
  type Point,
  pointsOf,
  worstTable,
  wrongPairs,
} from './tables';
import { traceTable } from './traces';

/**
 * `validate FOLDER [--hold-out] [--peers FILE]`: predicts the rows of FOLDER, or of its reference/, and rewrites the hardware part of
 * docs/validation.md. What is fitted without a model, and what other estimators say, stays as it was when not asked for.
 */
const given = argumentsOrExit('npm run validate -- FOLDER [--hold-out] [--peers FILE]', ROWS);
const { reference, configs, traces } = given.folder;
const DOCUMENT = 'docs/validation.md';
const [BEGIN, END] = ['<!-- hardware: written by npm run validate -->', '<!-- end of hardware -->'];
const PLOT = 'docs/validation-errors.svg';

/** Why the furthest rows are where they are; no row is set apart for it. */
const HOST_BOUND =
  'The furthest rows have one reason. On one B200 the dense Qwen3 models take 32 to 48 ms a step on gpqa at every batch from 8 to 128, 8B as long as 32B and at less than half the power of its chats, while the same 8B takes 5 ms a step in chats there, and 10 ms on gpqa on an H100: their host was the limit, and nothing in the rows says so.';

const cases = readCases(reference);
const predictor = new Predictor(configs);
const answers = cases.map((question) => predictor.predict(question));
const isRefusal = (answer: Prediction | Refusal): answer is Refusal => 'reason' in answer;
const predictions = answers.flatMap((answer) => (isRefusal(answer) ? [] : [answer]));
const refusals = answers.filter(isRefusal);
const points = pointsOf(predictions.filter(({ question }) => question.apart === undefined));
const apart = pointsOf(predictions.filter(({ question }) => question.apart !== undefined));

const where = (metric: string, test: (point: Point) => boolean = () => true) =>
  points.filter((point) => point.metric === metric && test(point));
const engine =
  (...names: readonly string[]) =>
  ({ prediction }: Point): boolean =>
    names.includes(prediction.question.engine);
const hardware =
  (pattern: RegExp) =>
  ({ prediction }: Point): boolean =>
    pattern.test(prediction.question.platform);
const served = engine('vllm', 'trt-llm');
const latencyServed = where('latency', (p) => served(p) && hardware(/A100|H100/)(p));
const goals = [
  goalLine('Output tokens/s, H100 and B200', where('tokensPerSecond'), 'median 15 %, 90th percentile 40 %'),
  goalLine('J/token, H100 and B200', where('joulesPerToken'), 'median 15 %, 90th percentile 40 %'),
  goalLine('Latency, A100 and H100, vLLM and TensorRT-LLM', latencyServed, 'median 20 %'),
  goalLine(
    'Latency, MI300X, vLLM',
    where('latency', (p) => served(p) && hardware(/MI300X/)(p)),
    'median 30 %',
  ),
  goalLine(
    'Latency, Gaudi2, DeepSpeed',
    where('latency', (p) => engine('deepspeed')(p) && hardware(/Gaudi2/)(p)),
    'median 30 %',
  ),
  goalLine('Average power', where('watts'), 'median 12 %'),
];
const ordered = orderOf(
  points.filter(
    (p) => p.metric === 'latency' && (served(p) || hardware(/Gaudi2/)(p)) && !hardware(/PVC|Max/)(p),
  ),
  0.2,
);
const orderedEnergy = orderOf(where('joulesPerToken'), 0.2);

const onOthers = occasional(
  DOCUMENT,
  'held out',
  '--hold-out',
  given.has('--hold-out') ? () => heldOutTable(cases, configs) : undefined,
);
const peersFile = given.path('--peers');
const byOthers = occasional(
  DOCUMENT,
  'peers',
  '--peers',
  peersFile === undefined ? undefined : () => peersTable(peersFile, latencyServed),
);
const besideTraces = await recordedTable(traces);
const onTraces = await traceTable(traces);
const text = [
  BEGIN,
  '',
  '## Hardware: predicted against measured',
  '',
  'Measurements: ML.ENERGY serving energy (vLLM, text; boards only) and ALCF LLM-Inference-Bench (latency of one batch, power). Errors are',
  '|ln(predicted / measured)| as a factor less one. Rows marked implausible by the set, and rows slower than a smaller batch of the same',
  'set-up (the engine’s scheduler), are left out and counted below. The prompt length of the serving rows is not in the set: 150 and 250',
  'tokens are taken. The size of the A100 is not stated: the nearer of 40 and 80 GB counts. A batch whose cache does not fit runs in waves.',
  '',
  GOAL_HEADER,
  ...goals,
  '',
  `Order of platforms, pairs that differ by more than 20 %: latency ${orderWords(ordered)}; J/token ${orderWords(orderedEnergy)}. Aim: 95 %.`,
  ...(orderedEnergy.wrong.length === 0
    ? []
    : ['', `J/token in the wrong order: ${wrongPairs(orderedEnergy)}.`]),
  '',
  HOST_BOUND,
  '',
  `![Share of the rows by error](${basename(PLOT)})`,
  '',
  '### Held out by model',
  '',
  onOthers,
  '',
  '### By set, hardware and engine',
  '',
  errorTable(points),
  '',
  '### Power by number format',
  '',
  'Operations in narrow formats count by their energy (`power.yaml`). 235B in fp8 draws more than that, and DeepSeek-V3 in fp8 does not; its',
  'kernels for experts differ from the others’, and no row tells by how much.',
  '',
  formatTable(points),
  '',
  '### Beside a roofline at peak rates',
  '',
  'The same rows by the roofline at datasheet rates that LLM-Viewer, llm-analysis and GenZ start from (their equation, not their programs).',
  '',
  '| Roofline at peak rates | Rows | Median error | 90th percentile |',
  '| --- | ---: | ---: | ---: |',
  rooflineLine('Output tokens/s, H100 and B200', where('tokensPerSecond'), configs),
  rooflineLine('Latency, A100 and H100, vLLM and TensorRT-LLM', latencyServed, configs),
  rooflineLine(
    'Latency, MI300X, vLLM',
    where('latency', (p) => served(p) && hardware(/MI300X/)(p)),
    configs,
  ),
  '',
  '### Beside other estimators',
  '',
  'Run as they come on the same rows; `tools/validate/peers/predict.py` says which versions, and makes the file that `--peers` reads.',
  'LLM-Viewer is in no package registry: its equation is the roofline above.',
  '',
  byOthers,
  '',
  '### The ten rows furthest off',
  '',
  worstTable(
    points.filter((p) => !hardware(/PVC|Max/)(p) && !engine('llama.cpp')(p)),
    10,
  ),
  '',
  '### Left out',
  '',
  `${apart.length} figures of rows marked implausible or slower than a smaller batch: median error ${goalLine('', apart, '').split('|')[3]?.trim() ?? ''}. ${refusals.length} rows name what the program cannot place${refusals.length === 0 ? '' : `: ${[...new Set(refusals.map(({ reason }) => reason))].join('; ')}`}.`,
  '',
  '### A trace on other hardware',
  '',
  'Kernels that were launched before the recording began are left out.',
  '',
  onTraces,
  '',
  '### A config beside a trace',
  '',
  'Kernels that were launched before the recording began are left out. Kernels and bytes of what PyTorch does not fuse are counted in the',
  'source of Transformers. The time of an element found by index arithmetic was read off the H100 rows, and MI300X is its check; the time of',
  'an empty kernel was read off both. No public figure is known of attention in PyTorch on MI300X (AOTriton), and its products over an inner',
  'length of 1024 are slower than the rate of large ones. The products and the attention of BERT-small do not fill the device.',
  '',
  besideTraces,
  '',
  '### The paper’s figures, as output',
  '',
  'H100 in the paper is a node of eight; whether its 8B ran on one board or on all is not known to us, so that both are shown. Idle power of',
  'CS-3 and SN40 is published nowhere else: the share of similar boards stands, and is too low. The bandwidth between sockets of SN40 is',
  'not published, so that one socket computes where the service had sixteen.',
  '',
  paperTable(configs),
  '',
  'Services of the same machines, as measured by others. How many chips served is not stated, nor whether tokens were speculated.',
  '',
  hostedTable(configs),
  '',
  END,
].join('\n');

const ratiosOf = (chosen: readonly Point[]) => chosen.map(({ predicted, measured }) => predicted / measured);
writeFileSync(
  PLOT,
  errorPlot([
    { name: 'output tokens/s, H100 and B200', ratios: ratiosOf(where('tokensPerSecond')) },
    { name: 'J/token, H100 and B200', ratios: ratiosOf(where('joulesPerToken')) },
    { name: 'latency, A100 and H100', ratios: ratiosOf(latencyServed) },
    {
      name: 'latency, MI300X',
      ratios: ratiosOf(where('latency', (p) => served(p) && hardware(/MI300X/)(p))),
    },
    { name: 'average power', ratios: ratiosOf(where('watts')) },
  ]),
);
replacePart(DOCUMENT, { begin: BEGIN, end: END, part: text });
console.log(text);
