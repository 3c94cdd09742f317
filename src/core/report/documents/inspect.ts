import { formatCount, formatQuantity } from '../../units/format';
import type { ReportDocument } from '../document';
import { devicesWords } from '../device-count';
import { cutOff } from '../reading-notices';
import { rankMemoryBlocks } from './rank-memory';
import type { Inspection, ModelInspection, TraceInspection } from '../types';

const modelDocument = (model: ModelInspection): ReportDocument => ({
  title: `${model.name}: ${model.family} model (${model.format})`,
  blocks: [
    {
      kind: 'facts',
      facts: [
        ['Parameters', formatCount(model.parameters.total)],
        ...(model.parameters.active === model.parameters.total
          ? []
          : ([['  active per token', formatCount(model.parameters.active)]] as const)),
        ['  of which embedding', formatCount(model.parameters.embedding)],
        ['Layers', formatCount(model.layers)],
        ['Weights', `${formatQuantity(model.weightBytes, 'B')} in ${model.dtype}`],
        ...(model.kvBytesPerToken === undefined
          ? []
          : ([['KV cache', `${formatQuantity(model.kvBytesPerToken, 'B')} per token`]] as const)),
        ...(model.stateBytes === undefined
          ? []
          : ([['State', `${formatQuantity(model.stateBytes, 'B')} per sequence`]] as const)),
        ...(model.maxContext === undefined
          ? []
          : ([['Longest context', `${formatCount(model.maxContext)} tokens`]] as const)),
      ],
    },
    ...(model.memory === undefined ? [] : rankMemoryBlocks(model.memory)),
  ],
});

const yesNo = (has: boolean): string => (has ? 'yes' : 'no');

const traceDocument = (trace: TraceInspection): ReportDocument => ({
  title: `${trace.name}: profiler trace (${trace.format})`,
  blocks: [
    {
      kind: 'facts',
      facts: [
        ['Span', formatQuantity(trace.spanSeconds, 's')],
        ['Events', formatCount(trace.events)],
        ...(trace.repairedEvents === 0 ? [] : ([['  repaired', formatCount(trace.repairedEvents)]] as const)),
        ...(trace.skippedEvents === 0 ? [] : ([['  skipped', formatCount(trace.skippedEvents)]] as const)),
        ['Size', formatQuantity(trace.bytes, 'B')],
        ['Ranks', formatCount(trace.ranks)],
        ['Devices', devicesWords(trace, trace.ranks)],
        ['Input shapes', yesNo(trace.has.shapes)],
        ['Python stacks', yesNo(trace.has.stacks)],
        ['Memory events', yesNo(trace.has.memory)],
      ],
    },
    ...(trace.truncated === undefined
      ? []
      : [
          {
            kind: 'note' as const,
            text: cutOff(trace.truncated.atByte),
          },
        ]),
  ],
});

export const inspectDocument = (inspection: Inspection): ReportDocument =>
  inspection.kind === 'model' ? modelDocument(inspection) : traceDocument(inspection);
