/** The what-if controls. They show the deployment in effect and ask the host for another as the user types. */
import { ZERO_STAGES } from '../../src/core/cluster/ranks/layout';
import { CHECKPOINTING } from '../../src/core/models/training/training';
import {
  type Choice,
  type DeploymentChange,
  type ModelDeployment,
  type PanelContent,
  TASKS,
} from '../../src/protocol/panel-state';
import { RUN_INPUTS, type RunInput } from '../../src/core/models/run-inputs';
import { isDtype } from '../../src/core/workload/dtype';
import { h } from '../dom';
import { dropdown } from '../toolkit';
import type { Field } from '../toolkit';
import { numberField } from './number-field';
import type { NumberLimits } from './number-field';
import { zonePicker } from './zone-picker';

export interface DeploymentControls {
  readonly element: HTMLElement;
  update(content: PanelContent): void;
}

type NumberKey = Exclude<
  {
    [K in keyof ModelDeployment]-?: ModelDeployment[K] extends number | undefined ? K : never;
  }[keyof ModelDeployment],
  'zero'
>;

/** Long enough to type a number, short enough to feel live. */
const DEBOUNCE_MS = 300;

const COUNTED = [
  { key: 'count', label: 'Count', least: 1, whole: true },
] as const satisfies readonly NumberControl[];
const OF_MODELS = [
  { key: 'batch', label: 'Batch (requests)', least: 1, whole: true },
  { key: 'input', label: 'Input (tokens)', least: 1, whole: true },
  { key: 'output', label: 'Output (tokens)', least: 0, whole: true },
  { key: 'images', label: 'Images (per prompt)', least: 0, whole: true },
  { key: 'frames', label: 'Frames (of a video)', least: 1, whole: true },
  { key: 'steps', label: 'Steps (denoising)', least: 1, whole: true },
] as const satisfies readonly NumberControl[];
const OF_SITES = [
  { key: 'pue', label: 'PUE (ratio)', least: 1, whole: false },
  { key: 'lifetimeYears', label: 'Lifetime (years)', least: 0.1, whole: false },
] as const satisfies readonly NumberControl[];

const TASK_CHOICES: readonly Choice[] = [
  { id: 'serve', label: 'Serving' },
  { id: 'train', label: 'Training' },
];
const ZERO_CHOICES: readonly Choice[] = [
  { id: '0', label: 'ZeRO 0: nothing' },
  { id: '1', label: 'ZeRO 1: optimizer' },
  { id: '2', label: 'ZeRO 2: gradients too' },
  { id: '3', label: 'ZeRO 3: weights too' },
];
const KEPT_CHOICES: readonly Choice[] = [
  { id: 'none', label: 'All' },
  { id: 'selective', label: 'All but attention’s' },
  { id: 'full', label: 'Each layer’s input' },
];

interface NumberControl extends NumberLimits {
  readonly key: NumberKey;
  readonly label: string;
}

/** What a run is for, and of training what the replicas share out and which activations are kept. */
const taskControls = (change: (change: DeploymentChange) => void) => {
  const task = dropdown('Task', (id) => {
    const chosen = TASKS.find((one) => one === id);
    if (chosen !== undefined) change({ task: chosen });
  });
  const zero = dropdown('Replicas share', (id) => {
    const chosen = ZERO_STAGES.find((stage) => String(stage) === id);
    if (chosen !== undefined) change({ zero: chosen });
  });
  const kept = dropdown('Activations kept', (id) => {
    const chosen = CHECKPOINTING.find((kind) => kind === id);
    if (chosen !== undefined) change({ checkpointing: chosen });
  });
  return {
    elements: [task.element, zero.element, kept.element],
    set: (deployment: ModelDeployment): void => {
      task.offer(TASK_CHOICES, deployment.task);
      zero.offer(ZERO_CHOICES, String(deployment.zero));
      kept.offer(KEPT_CHOICES, deployment.checkpointing);
      for (const { element } of [zero, kept]) element.hidden = deployment.task !== 'train';
    },
  };
};

export const createDeploymentControls = (
  kind: PanelContent['kind'],
  change: (change: DeploymentChange) => void,
  searchZones: (query: string) => Promise<readonly Choice[]>,
): DeploymentControls => {
  const later = debounce(change);
  const numbers = new Map<NumberKey, Field<number>>();
  const numberControls = (controls: readonly NumberControl[]): readonly HTMLElement[] =>
    controls.map(({ key, label, ...limits }) => {
      const field = numberField(label, limits, (value) => later({ [key]: value }));
      numbers.set(key, field);
      return field.element;
    });
  const accelerator = dropdown('Accelerator', (id) => change({ accelerator: id }));
  accelerator.element.classList.add('wide');
  const dtype = dropdown('Weight format', (id) => {
    if (isDtype(id)) change({ dtype: id });
  });
  const division = dropdown('Divided', (id) => change({ division: id }));
  const training = taskControls(change);
  const zone = zonePicker('Grid zone', searchZones, ({ id }) => change({ zone: id }));
  const element = h(
    'fieldset',
    { class: 'controls' },
    h('legend', {}, 'What if'),
    accelerator.element,
    ...numberControls(COUNTED),
    ...(kind === 'model'
      ? [division.element, ...numberControls(OF_MODELS), dtype.element, ...training.elements]
      : []),
    zone.element,
    ...numberControls(OF_SITES),
  );
  return {
    element,
    update: ({ deployment, choices }) => {
      accelerator.offer(choices.accelerators, deployment.accelerator);
      if ('dtype' in deployment) {
        dtype.offer(choices.dtypes, deployment.dtype);
        division.offer(choices.divisions, deployment.division);
        training.set(deployment);
      }
      zone.set(choices.zone);
      const values: Partial<ModelDeployment> = deployment;
      for (const [key, field] of numbers) {
        const value = values[key];
        if (value !== undefined) field.set(value);
        field.element.hidden = isInput(key) && !choices.inputs.includes(key);
      }
    },
  };
};

/** Those that do nothing to some models, and are not offered for them. */
const isInput = (key: NumberKey): key is RunInput & NumberKey => RUN_INPUTS.some((input) => input === key);

/** Gathers changes that follow each other closely into one. */
const debounce = (change: (change: DeploymentChange) => void): ((part: DeploymentChange) => void) => {
  let gathered: DeploymentChange = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (part) => {
    gathered = { ...gathered, ...part };
    clearTimeout(timer);
    timer = setTimeout(() => {
      const now = gathered;
      gathered = {};
      change(now);
    }, DEBOUNCE_MS);
  };
};
