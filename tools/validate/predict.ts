import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimate } from '../../src/core/estimate/estimate';
import type { Model } from '../../src/core/models/model';
import { readModel } from '../../src/core/models/read';
import { buildWorkload } from '../../src/core/models/workload';
import { Problem } from '../../src/core/problem';
import type { Case, Measured, Metric } from './case';

export interface Prediction {
  readonly question: Case;
  readonly part: string;
  readonly fits: boolean;
  /** What most of the time goes to. */
  readonly bound: string;
  readonly predicted: Measured;
}

export interface Refusal {
  readonly question: Case;
  readonly reason: string;
}

/** Predicts rows with configs of `folder`, each read once. */
export class Predictor {
  private readonly models = new Map<string, Model | Problem>();

  constructor(private readonly folder: string) {}

  private model(config: string): Model {
    const known = this.models.get(config) ?? this.read(config);
    this.models.set(config, known);
    if (known instanceof Problem) throw known;
    return known;
  }

  private read(config: string): Model | Problem {
    try {
      return readModel(readFileSync(join(this.folder, config), 'utf8'), config);
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  }

  private on(question: Case, accelerator: string, batch = question.run.batch): Omit<Prediction, 'question'> {
    const workload = buildWorkload(this.model(question.config), { ...question.run, batch });
    const result = estimate(workload, { ...question.deployment, accelerator });
    const { memory } = result;
    if (
      memory?.missing !== undefined &&
      memory.capacity !== undefined &&
      batch > 1 &&
      question.measured.latency !== undefined
    ) {
      // A batch whose cache does not fit runs in waves of what does.
      const fitting = Math.floor((batch * (memory.capacity * RESERVED - memory.weights)) / memory.kv);
      if (fitting >= 1 && fitting < batch) {
        const wave = this.on(question, accelerator, fitting);
        return {
          ...wave,
          fits: false,
          predicted: { ...wave.predicted, latency: ((wave.predicted.latency ?? NaN) * batch) / fitting },
        };
      }
    }
    return {
      part: accelerator,
      fits: result.fits,
      bound: result.phases.reduce((a, b) => (b.seconds > a.seconds ? b : a)).bound,
      predicted: {
        tokensPerSecond: result.throughput.unitsPerSecond,
        ...(result.energy === undefined
          ? {}
          : { joulesPerToken: result.energy.joulesPerUnit, watts: result.energy.averageWatts }),
        ...(result.latency === undefined ? {} : { latency: result.latency.request }),
      },
    };
  }

  /** Where the part is not stated, the one whose prediction is nearest counts. */
  predict(question: Case): Prediction | Refusal {
    try {
      const candidates = question.parts.map((part) => ({ question, ...this.on(question, part) }));
      const nearest = candidates.reduce((a, b) =>
        distance(question, b.predicted) < distance(question, a.predicted) ? b : a,
      );
      return nearest;
    } catch (error) {
      if (error instanceof Problem) return { question, reason: error.message };
      throw error;
    }
  }
}

/** Share of memory that an engine gives to weights and cache (vLLM's gpu_memory_utilization). */
export const RESERVED = 0.9;

const distance = ({ measured }: Case, predicted: Measured): number =>
  Object.entries(measured).reduce((sum, [metric, value]) => {
    const ratio = (predicted[metric as Metric] ?? NaN) / value;
    return Math.max(sum, Math.abs(Math.log(ratio)));
  }, 0);
