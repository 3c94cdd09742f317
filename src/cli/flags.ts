import { type Command, InvalidArgumentError } from 'commander';
import { parseAxis } from '../core/compare/axis';
import { parsePrices, priceIn, type Prices } from '../core/compare/prices';
import type { Deployment, Parallelism } from '../core/estimate/deployment';
import type { Run } from '../core/models/model';
import {
  type Checkpointing,
  CHECKPOINTING,
  type Optimizer,
  OPTIMIZERS,
} from '../core/models/training/training';
import { Problem } from '../core/problem';
import { years } from '../core/units/quantity';
import { type Dtype, DTYPES } from '../core/workload/dtype';

export interface RunFlags {
  readonly task?: 'serve' | 'train';
  readonly optimizer?: Optimizer;
  readonly checkpointing?: Checkpointing;
  readonly images?: number;
  readonly frames?: number;
  readonly steps?: number;
  readonly dtype?: Dtype;
  readonly kvDtype?: Dtype;
  readonly batch: number;
  readonly input: number;
  readonly output: number;
  readonly context?: number;
}

export interface DeploymentFlags extends RunFlags, PlaceFlags {}

export interface PlaceFlags extends CarbonFlags {
  readonly dtype?: Dtype;
  readonly kvDtype?: Dtype;
  readonly tp?: number;
  readonly pp?: number;
  readonly dp?: number;
  readonly ep?: number;
  readonly cp?: number;
  readonly engine?: string;
  readonly price?: Prices;
}

export interface CarbonFlags {
  readonly zone?: string;
  readonly intensity?: number;
  readonly year?: number;
  readonly pue?: number;
  readonly utilization?: number;
  readonly lifetime?: number;
  readonly basis?: 'location' | 'market';
  readonly networkShare?: number;
  readonly storageShare?: number;
  readonly buildingShare?: number;
}

const bounded = (least: number, most: number, whole: boolean) => (text: string) => {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!(value >= least && value <= most) || (whole && !Number.isSafeInteger(value))) {
    const kind = whole ? 'a whole number' : 'a number';
    const bounds = most >= Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `between ${least} and ${most}`;
    throw new InvalidArgumentError(`expected ${kind} ${bounds}`);
  }
  return value;
};
export const count = bounded(1, Number.MAX_SAFE_INTEGER, true);
export const amount = bounded(0, Infinity, false);

export const oneOf =
  <T extends string>(choices: readonly T[]) =>
  (text: string): T => {
    const chosen = choices.find((choice) => choice === text);
    if (chosen === undefined) throw new InvalidArgumentError(`expected one of ${choices.join(', ')}`);
    return chosen;
  };

/** What the core reads of an argument; its Problem becomes commander's, which names the option. */
const argument =
  <T>(parse: (text: string) => T) =>
  (text: string): T => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof Problem) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
const prices = argument<Prices>(parsePrices);
/** Values such as `1..512` (doubling), `8,32` or `64..256:64`. */
export const axis = argument<readonly number[]>(parseAxis);

/** AdamW keeps what Adam keeps (arXiv:1711.05101): one kind here. */
const optimizer = (text: string): Optimizer => (text === 'adamw' ? 'adam' : oneOf(OPTIMIZERS)(text));

/** A run where no flag says otherwise. */
export const RUN_DEFAULTS: RunFlags = { batch: 1, input: 512, output: 128 };

export const withFormatFlags = (command: Command): Command =>
  command
    .option('--dtype <format>', 'weight format', oneOf(DTYPES))
    .option('--kv-dtype <format>', 'key-value cache format', oneOf(DTYPES));

export const withTaskFlags = (command: Command): Command =>
  command
    .option('--task <task>', 'serve or train', oneOf(['serve', 'train'] as const), 'serve')
    .option('--optimizer <name>', `of training: adamw, ${OPTIMIZERS.join(', ')}`, optimizer)
    .option('--checkpointing <kind>', 'activations that training keeps', oneOf(CHECKPOINTING));

/** What not every model is asked; it does nothing to the others. */
export const withInputFlags = (command: Command): Command =>
  command
    .option('--images <n>', 'images in each prompt of a vision-language model', count)
    .option('--frames <n>', 'frames of a video', count)
    .option('--steps <n>', 'denoising steps of a diffusion model', count);

export const withRunFlags = (command: Command): Command =>
  withInputFlags(withTaskFlags(withFormatFlags(command)))
    .option('--batch <n>', 'sequences in flight over all accelerators', count, RUN_DEFAULTS.batch)
    .option('--input <tokens>', 'prompt tokens per sequence', count, RUN_DEFAULTS.input)
    .option('--output <tokens>', 'generated tokens per sequence', count, RUN_DEFAULTS.output)
    .option(
      '--context <tokens>',
      'cached positions of a decode step (default: the middle of the generation)',
      count,
    );

export const withCarbonFlags = (command: Command): Command =>
  command
    .option('--zone <zone>', 'grid zone (`wattlens zones`) or cloud region such as aws:us-east-1')
    .option('--intensity <gCO2e/kWh>', 'grid carbon intensity, instead of the zone’s', amount)
    .option('--year <year>', 'year of the grid data', bounded(1990, 2100, true))
    .option('--pue <ratio>', 'power usage effectiveness', bounded(1, 10, false))
    .option('--utilization <share>', 'share of its life the hardware works, 0 to 1', bounded(0, 1, false))
    .option('--lifetime <years>', 'years over which embodied carbon is spread', bounded(0.01, 100, false))
    .option('--basis <basis>', 'location or market', oneOf(['location', 'market'] as const))
    .option('--network-share <share>', 'energy of the network over that of the servers', amount)
    .option(
      '--storage-share <share>',
      'energy of data storage and ingestion over that of the servers',
      amount,
    )
    .option(
      '--building-share <share>',
      'embodied carbon of building and plant over that of the hardware',
      amount,
    );

export const withParallelFlags = (command: Command): Command =>
  command
    .option('--tp <n>', 'tensor-parallel ranks', count)
    .option('--pp <n>', 'pipeline stages', count)
    .option('--dp <n>', 'data-parallel replicas', count)
    .option('--ep <n>', 'accelerators the experts are spread over', count)
    .option('--cp <n>', 'context-parallel ranks, which each hold a part of every sequence', count);

export const withPlaceFlags = (command: Command): Command =>
  withCarbonFlags(
    withParallelFlags(command)
      .option('--engine <name>', 'serving engine: vllm, trt-llm, transformers, deepspeed …')
      .option(
        '--price <dollars>',
        'of an accelerator-hour: one number, or h100=2.5,mi300x=1.9; without it, cost is unknown',
        prices,
      ),
  );

export const withDeploymentFlags = (command: Command): Command => withPlaceFlags(withRunFlags(command));

const defined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** What a sweep keeps fixed of a run. */
export const formatsOf = (
  flags: Pick<RunFlags, 'context' | 'dtype' | 'kvDtype'>,
): Pick<Run, 'context' | 'weightDtype' | 'kvDtype'> =>
  defined({ context: flags.context, weightDtype: flags.dtype, kvDtype: flags.kvDtype });

export const runOf = (flags: RunFlags): Run => ({
  batch: flags.batch,
  input: flags.input,
  output: flags.output,
  ...formatsOf(flags),
  ...defined({ images: flags.images, frames: flags.frames, steps: flags.steps }),
  ...(flags.task === 'train'
    ? {
        training: {
          optimizer: flags.optimizer ?? 'adam',
          checkpointing: flags.checkpointing ?? 'none',
        },
      }
    : {}),
});

export const sharesOf = ({
  networkShare,
  storageShare,
  buildingShare,
}: CarbonFlags): Pick<CarbonFlags, 'networkShare' | 'storageShare' | 'buildingShare'> =>
  defined({ networkShare, storageShare, buildingShare });

export const gridQueryOf = (flags: CarbonFlags): Pick<CarbonFlags, 'zone' | 'intensity' | 'year' | 'basis'> =>
  defined({ zone: flags.zone, intensity: flags.intensity, year: flags.year, basis: flags.basis });

/** Where something ran, for its carbon. */
export const siteOf = (
  flags: CarbonFlags,
): Pick<Deployment, 'zone' | 'intensity' | 'year' | 'basis' | 'pue' | 'utilization' | 'lifetime'> => ({
  ...defined({
    pue: flags.pue,
    utilization: flags.utilization,
    lifetime: flags.lifetime === undefined ? undefined : years(flags.lifetime),
  }),
  ...gridQueryOf(flags),
});

/** `h100:8` is eight of them; one where no number is given. */
export const hardwareOf = (text: string): { accelerator: string; count: number } => {
  const [accelerator = '', number] = text.split(':');
  const many = number === undefined ? 1 : Number(number);
  if (accelerator === '' || !Number.isSafeInteger(many) || many < 1) {
    throw new Problem(`--on ${text}: expected HARDWARE or HARDWARE:COUNT, such as h100:8`);
  }
  return { accelerator, count: many };
};

export const hardwareListOf = (text: string): readonly { accelerator: string; count: number }[] =>
  text.split(',').map((one) => hardwareOf(one.trim()));

export const deploymentOf = (
  flags: PlaceFlags,
  { accelerator, count: many }: { accelerator: string; count: number },
): Deployment => {
  const parallelism: Partial<Parallelism> = defined({
    tensor: flags.tp,
    pipeline: flags.pp,
    data: flags.dp,
    expert: flags.ep,
    context: flags.cp,
  });
  return {
    accelerator,
    count: many,
    ...(Object.keys(parallelism).length === 0 ? {} : { parallelism }),
    ...defined({
      weightDtype: flags.dtype,
      kvDtype: flags.kvDtype,
      engine: flags.engine,
      pricePerHour: priceIn(flags.price, [accelerator]),
    }),
    ...siteOf(flags),
    ...sharesOf(flags),
  };
};
