import { parseAxis } from '../core/compare/axis';
import { parsePrices, priceIn } from '../core/compare/prices';
import { type DesignPoint, pointCount, sweep, type SweepAxes } from '../core/compare/sweep';
import type { Deployment } from '../core/estimate/deployment';
import { findAccelerator } from '../core/hardware/find';
import type { Catalogue } from '../core/hardware/load';
import { actingInputs } from '../core/models/inputs';
import type { Model } from '../core/models/model';
import type { RunInput } from '../core/models/run-inputs';
import { Problem } from '../core/problem';
import type { NoteBlock } from '../core/report/document';
import { sweepBlocks } from '../core/report/pages/sweep';
import { formatCount } from '../core/units/format';
import type { View } from '../protocol/analysis';
import type { SweepRequest, SweepState } from '../protocol/comparing';
import { deploymentOf, runOf } from './deployment';
import { parts } from './parts';

/** A panel's points are kept in memory; the command line has room for more. */
const MOST_POINTS = 500_000;
/** The thread listens for other questions this often, and shows what there is so far. Milliseconds. */
const SLICE = 40;
const SHOWN_EVERY = 300;

const namedAxis = (name: string, text: string): readonly number[] => {
  try {
    return parseAxis(text);
  } catch (error) {
    if (error instanceof Problem) throw new Problem(`${name}: ${error.message}`);
    throw error;
  }
};

interface Plan {
  readonly axes: SweepAxes;
  readonly deployments: readonly Deployment[];
  readonly hardware: readonly {
    readonly accelerator: string;
    readonly name: string;
    readonly count: number;
  }[];
  readonly total: number;
  /** Those that act on the model. */
  readonly inputs: readonly RunInput[];
  /** Accelerators that cannot run it, and why. */
  readonly notes: readonly NoteBlock[];
}

/** Throws the Problem of a deployment that cannot be, before a whole sweep stops on it. */
const tryOne = (
  model: Model,
  view: View,
  deployment: Deployment,
  { batch, input, output }: SweepAxes,
): void => {
  const axes = { batch: batch.slice(0, 1), input: input.slice(0, 1), output };
  sweep(model, [deployment], axes, runOf(view), parts()).next();
};

const planOf = (model: Model, request: SweepRequest, view: View): Plan => {
  const axes = {
    batch: namedAxis('Batch', request.batch),
    input: namedAxis('Input tokens', request.input),
    output: [request.output],
  };
  const prices = request.prices.trim() === '' ? undefined : parsePrices(request.prices);
  const notes: NoteBlock[] = [];
  const possible = request.accelerators.flatMap((id) => {
    const part = findAccelerator(parts(), id);
    const price = priceIn(prices, [part.id, ...part.aliases]);
    const deployment = {
      ...deploymentOf(view),
      accelerator: part.id,
      ...(price === undefined ? {} : { pricePerHour: price }),
    };
    try {
      tryOne(model, view, deployment, axes);
      return [{ deployment, name: part.name }];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      notes.push({ kind: 'note', text: `${part.name} is left out: ${error.message}.` });
      return [];
    }
  });
  const total = pointCount(axes, possible.length);
  if (total > MOST_POINTS)
    throw new Problem(
      `${formatCount(total)} points are too many for a panel; narrow an axis to stay within ${formatCount(MOST_POINTS)}, or copy the command and run it at a prompt`,
    );
  return {
    axes,
    deployments: possible.map(({ deployment }) => deployment),
    hardware: possible.map(({ deployment: { accelerator, count }, name }) => ({ accelerator, name, count })),
    total,
    inputs: actingInputs(model, runOf(view).training === undefined ? 'serve' : 'train'),
    notes,
  };
};

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const stateOf = (
  { total, hardware, inputs, notes }: Plan,
  points: readonly DesignPoint[],
  { metric, front }: Pick<SweepRequest, 'metric' | 'front'>,
  finished: boolean,
): SweepState => ({
  done: points.length,
  total,
  finished,
  blocks: [
    ...(hardware.length === 0 ? [] : sweepBlocks(points, hardware, { metric, front, inputs })),
    ...notes,
  ],
});

/** Computes sweeps a slice at a time, so that they can be watched and ended. One runs at a time. */
export class SweepRunner {
  private latest = 0;
  /** The last sweep that came to its end: another look at it computes nothing. */
  private kept:
    | {
        readonly key: string;
        readonly model: Model;
        readonly parts: Catalogue;
        readonly plan: Plan;
        readonly points: readonly DesignPoint[];
      }
    | undefined;

  constructor(private readonly report: (state: SweepState) => void) {}

  /** Ends the sweep that runs; it answers with what it has. */
  cancel(): void {
    this.latest++;
  }

  /** @throws Problem for an axis or a price that cannot be read, or too many points. */
  async run(model: Model, request: SweepRequest, view: View): Promise<SweepState> {
    const mine = ++this.latest;
    const { metric, front, ...grid } = request;
    const key = JSON.stringify([grid, view.change, view.defaults]);
    const { kept } = this;
    if (kept?.key === key && kept.model === model && kept.parts === parts())
      return stateOf(kept.plan, kept.points, request, true);
    const plan = planOf(model, request, view);
    const points: DesignPoint[] = [];
    const state = (finished: boolean): SweepState => stateOf(plan, points, { metric, front }, finished);
    let slice = performance.now();
    let shown = slice;
    for (const point of sweep(model, plan.deployments, plan.axes, runOf(view), parts())) {
      points.push(point);
      if (performance.now() - slice < SLICE) continue;
      await pause();
      if (mine !== this.latest) return state(false);
      slice = performance.now();
      if (slice - shown < SHOWN_EVERY) continue;
      this.report(state(false));
      // Drawing up many points takes longer than making them: as much time for both.
      shown = slice + 2 * (performance.now() - slice);
    }
    this.kept = { key, model, parts: parts(), plan, points };
    return state(true);
  }
}
