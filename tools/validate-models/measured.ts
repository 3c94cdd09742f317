import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { parametersOf } from '../../src/core/models/graph/node';
import type { Run } from '../../src/core/models/model';
import { readModel } from '../../src/core/models/read';
import { buildWorkload } from '../../src/core/models/workload';

const FILE = 'test/unit/models/measured.yaml';

interface Measured {
  readonly name: string;
  readonly parameters: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly run: Run;
  readonly flops: Readonly<Record<string, number>>;
}

/** Phases of a run whose operations another program counted, and of those the ones counted otherwise here. */
const compare = ({ config, run, flops, parameters }: Measured) => {
  const model = readModel(JSON.stringify(config), 'x/config.json');
  const ours = new Map<string, number>();
  for (const { name, operators } of buildWorkload(model, run).phases) {
    const sum = operators.reduce((all, one) => all + (one.flops ?? 0), 0);
    ours.set(name, (ours.get(name) ?? 0) + sum);
  }
  return {
    family: model.family,
    phases: Object.keys(flops),
    equal:
      parametersOf(model.root) === parameters &&
      Object.entries(flops).every(([phase, expected]) => ours.get(phase) === expected),
  };
};

/** What torch counts for models without a row of the reference, family by family. */
export const measuredSection = (): string => {
  const file = load(readFileSync(FILE, 'utf8')) as { source: string; models: readonly Measured[] };
  const families = new Map<string, { models: number; equal: number; phases: Set<string> }>();
  for (const row of file.models) {
    const { family, phases, equal } = compare(row);
    const entry = families.get(family) ?? { models: 0, equal: 0, phases: new Set<string>() };
    entry.models += 1;
    entry.equal += equal ? 1 : 0;
    for (const phase of phases) entry.phases.add(phase);
    families.set(family, entry);
  }
  const rows = [...families]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(
      ([family, { models, equal, phases }]) =>
        `| ${family} | ${models} | ${equal} | ${[...phases].join(', ') || 'weights alone'} |`,
    );
  return [
    `Weights on the meta device and operations by torch’s counter, for ${file.models.length} models with usual and unusual`,
    `flags (${file.source}; \`${FILE}\`). Recurrent layers, which that counter passes over, are added by their matrices.`,
    '',
    '| family | models | equal to the last weight and operation | phases compared |',
    '| --- | ---: | ---: | --- |',
    ...rows,
  ].join('\n');
};
