import { type Command, Option } from 'commander';
import { againstTrace } from '../../core/compare/against-trace';
import { breakEvens } from '../../core/compare/break-even';
import { compare } from '../../core/compare/compare';
import { DESIGN_METRICS, type DesignMetric } from '../../core/compare/metrics';
import { comparePrimitives } from '../../core/compare/primitives';
import { rankSensitivity } from '../../core/compare/rank-sensitivity';
import type { Deployment } from '../../core/estimate/deployment';
import type { Catalogue } from '../../core/hardware/load';
import { Problem } from '../../core/problem';
import type { Block } from '../../core/report/document';
import { againstTraceDocument } from '../../core/report/documents/against-trace';
import { compareDocument } from '../../core/report/documents/compare';
import {
  breakEvenBlocks,
  primitivesTable,
  rankSensitivityTable,
  scalingTable,
} from '../../core/report/documents/decide';
import { SCALING_COUNTS, scalingReport } from '../../core/report/scaling';
import { versioned } from '../../core/report/version';
import type { Workload } from '../../core/workload/workload';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import { axis, type DeploymentFlags, deploymentOf, hardwareOf, withDeploymentFlags } from '../flags';
import { openFile, warn } from '../input';
import { type MemoryFlags, withMemoryFlags } from '../memory-flags';
import { type OutputFlags, print, withOutputFlags } from '../output';
import { type ModelFlag, openConfigured, withModelFlags } from '../settings';
import { deploymentsOf, workloadOf } from '../workload';

interface CompareFlags extends DeploymentFlags, MemoryFlags, ModelFlag, OutputFlags {
  readonly on?: string;
  readonly scaling?: true | readonly number[];
  readonly primitives?: boolean;
  readonly breakEven?: boolean;
  readonly sensitivity?: DesignMetric;
}

/** One question more about a comparison: its part of the JSON, and what people read. */
interface Extra {
  readonly json: object;
  readonly blocks: readonly Block[];
}

const extrasOf = (
  workload: Workload,
  deployments: readonly Deployment[],
  rows: ReturnType<typeof compare>['rows'],
  { scaling, primitives, breakEven, sensitivity }: CompareFlags,
  parts: Catalogue,
): readonly Extra[] => {
  const extras: Extra[] = [];
  if (scaling !== undefined) {
    const found = scalingReport(workload, deployments, scaling === true ? SCALING_COUNTS : scaling, parts);
    extras.push({ json: { scaling: found }, blocks: [scalingTable(found)] });
  }
  if (primitives === true) {
    const found = primitivesOf(deployments, parts);
    extras.push({ json: { primitives: found }, blocks: [primitivesTable(found)] });
  }
  if (breakEven === true) {
    const found = breakEvens(rows, parts);
    extras.push({ json: { breakEven: found }, blocks: breakEvenBlocks(found) });
  }
  if (sensitivity !== undefined) {
    const found = rankSensitivity(workload, deployments, sensitivity, parts);
    extras.push({ json: { sensitivity: found }, blocks: [rankSensitivityTable(sensitivity, found)] });
  }
  return extras;
};

const primitivesOf = (deployments: readonly Deployment[], parts: Catalogue) =>
  comparePrimitives([...new Set(deployments.map(({ accelerator }) => accelerator))], parts);

/** Primitives are of the hardware alone. */
const comparePrimitivesAlone = async (console: Console, flags: CompareFlags): Promise<void> => {
  if (flags.primitives !== true)
    throw new Problem('no file; expected a model config, a profiler trace or a scenario');
  const names = (flags.on ?? '').split(',').map((name) => hardwareOf(name.trim()).accelerator);
  const primitives = comparePrimitives([...new Set(names)], await workspaceCatalogue());
  await print(console, flags, versioned({ primitives }), {
    title: `Primitives on ${[...new Set(primitives.map(({ accelerator }) => accelerator))].join(', ')}`,
    blocks: [primitivesTable(primitives)],
  });
};

/** A config and a trace of that model. */
const compareWithTrace = async (
  console: Console,
  given: CompareFlags,
  file: string,
  traceFile: string,
): Promise<void> => {
  const { subject, flags } = await openConfigured(file, given);
  const recorded = await openFile(traceFile);
  if (subject.input.kind !== 'model')
    throw new Problem('a trace; expected a model config first and a trace of it second', { file });
  if (recorded.kind !== 'trace')
    throw new Problem('a model config; expected a trace of the config before it', { file: traceFile });
  warn(recorded, console, flags.quiet === true);
  const hardware = flags.on === undefined ? undefined : hardwareOf(flags.on);
  const { accelerator, count, ...rest } = deploymentOf(flags, hardware ?? { accelerator: '', count: 1 });
  const result = againstTrace(
    workloadOf(subject, flags),
    workloadOf({ input: recorded }, flags),
    hardware === undefined ? rest : { ...rest, accelerator, count },
    await workspaceCatalogue(),
  );
  await print(console, flags, versioned({ against: result }), againstTraceDocument(result));
};

const compareHardware = async (console: Console, given: CompareFlags, file: string): Promise<void> => {
  const parts = await workspaceCatalogue();
  const { subject, flags } = await openConfigured(file, given);
  warn(subject.input, console, flags.quiet === true);
  const deployments = deploymentsOf(subject, flags);
  const workload = workloadOf(subject, flags);
  const comparison = compare(workload, deployments, parts);
  const extras = extrasOf(workload, deployments, comparison.rows, flags, parts);
  const document = compareDocument(versioned(comparison));
  await print(
    console,
    flags,
    versioned({ ...comparison, ...Object.assign({}, ...extras.map(({ json }) => json)) }),
    { ...document, blocks: [...document.blocks, ...extras.flatMap(({ blocks }) => blocks)] },
  );
};

export const registerCompare = (program: Command, console: Console): void => {
  withOutputFlags(withMemoryFlags(withModelFlags(withDeploymentFlags(program.command('compare')))))
    .argument(
      '[files...]',
      'a model config, a profiler trace, a scenario, or the settings of vLLM, DeepSpeed …; or a config and a trace of it',
    )
    .option('--on <hardware,…>', 'accelerators, with or without a count: h100,mi300x,l4:4')
    .option('--scaling [counts]', 'also on more of each: 1..64, or 1,2,8', axis)
    .option(
      '--primitives',
      'also products, attention, element-wise work and a collective one by one; needs no file',
    )
    .option('--break-even', 'also how busy one must be to match another in energy and carbon')
    .addOption(
      new Option('--sensitivity <metric>', 'also which assumptions move the figures, and the winner').choices(
        DESIGN_METRICS,
      ),
    )
    .description('accelerators side by side, or a config beside a trace of it')
    .action(async (files: readonly string[], flags: CompareFlags) => {
      const [file, trace, ...more] = files;
      if (more.length > 0)
        throw new Problem(`${files.length} files; expected one, or a model config and a trace of it`);
      if (file === undefined) await comparePrimitivesAlone(console, flags);
      else if (trace === undefined) await compareHardware(console, flags, file);
      else await compareWithTrace(console, flags, file, trace);
    });
};
