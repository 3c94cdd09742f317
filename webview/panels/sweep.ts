import { type DesignMetric, isDesignMetric } from '../../src/core/compare/metrics';
import { formatCount } from '../../src/core/units/format';
import type { SweepRequest, SweepState } from '../../src/protocol/comparing';
import type { PanelContent } from '../../src/protocol/panel-state';
import { messageOf } from '../../src/protocol/rpc';
import type { ViewContext } from '../context';
import { choiceList } from '../controls/choice-list';
import { numberField } from '../controls/number-field';
import { h } from '../dom';
import { button, textField } from '../toolkit';
import { metricField } from './design-metrics';
import { later } from './later';
import { blockElement } from './page-blocks';
import type { Panel, PanelView } from './panel';

const DEFAULTS = {
  batch: '1..256',
  input: '128..32768',
  prices: '',
  metric: 'energy',
  frontX: 'latency',
  frontY: 'energy',
} as const;
type Kept = keyof typeof DEFAULTS;

const create = (context: ViewContext): PanelView => {
  const { host, saved } = context;
  const kept = (name: Kept): string => saved.metric(`sweep.${name}`) ?? DEFAULTS[name];
  const keep = (name: Kept, value: string): void => saved.setMetric(`sweep.${name}`, value);
  const metricOf = (name: Kept, fallback: DesignMetric): DesignMetric => {
    const metric = kept(name);
    return isDesignMetric(metric) ? metric : fallback;
  };

  let content: PanelContent | undefined;
  let chosen: readonly string[] | undefined;
  let output: number | undefined;
  let asked = 0;
  let shownFor = '';

  const request = (): SweepRequest | undefined => {
    if (content?.kind !== 'model') return undefined;
    const { comparison, deployment } = content;
    const compared = comparison.rows.map((row) => row.deployment.accelerator);
    return {
      accelerators: chosen ?? [...new Set([deployment.accelerator, ...compared])],
      batch: kept('batch'),
      // Where lengths do nothing there is nothing to sweep them for.
      input: content.choices.inputs.includes('input') ? kept('input') : String(deployment.input),
      output: output ?? Math.max(1, deployment.output),
      metric: metricOf('metric', DEFAULTS.metric),
      front: [metricOf('frontX', DEFAULTS.frontX), metricOf('frontY', DEFAULTS.frontY)],
      prices: kept('prices'),
    };
  };

  const progress = h('progress', { 'aria-label': 'Sweep' });
  const status = h('p', { class: 'quiet', role: 'status' });
  const cancel = button('Cancel', () => context.act(host.cancelSweep(), () => ''));
  const running = h('div', { class: 'waiting running', hidden: true }, progress, cancel);
  const fault = h('div', { class: 'message error', role: 'alert', hidden: true });
  const results = h('div');

  const show = ({ done, total, finished, blocks }: SweepState, ended: boolean): void => {
    progress.max = Math.max(1, total);
    progress.value = done;
    const points = finished ? formatCount(total) : `${formatCount(done)} of ${formatCount(total)}`;
    status.textContent = `${points} design points${finished ? '.' : ended ? '; stopped.' : ' …'}`;
    results.replaceChildren(...blocks.map((block) => blockElement(block, 'sweep', context)));
  };
  const run = (): void => {
    const wanted = request();
    if (wanted === undefined) return;
    const mine = ++asked;
    running.hidden = false;
    const settled = (): boolean => {
      if (mine !== asked) return false;
      running.hidden = true;
      return true;
    };
    host.sweep(wanted).then(
      (state) => {
        if (!settled()) return;
        fault.hidden = true;
        show(state, true);
      },
      (error: unknown) => {
        if (!settled()) return;
        fault.hidden = false;
        fault.textContent = messageOf(error);
        status.textContent = '';
        results.replaceChildren();
      },
    );
  };
  context.onSweepProgress((state) => {
    if (!running.hidden) show(state, false);
  });
  const soon = later(run);

  const parts = choiceList('Accelerators', (ids) => {
    chosen = ids;
    soon();
  });
  const axis = (label: string, name: 'batch' | 'input' | 'prices', placeholder: string): HTMLElement => {
    const field = textField(
      label,
      (text) => {
        keep(name, text);
        soon();
      },
      placeholder,
    );
    field.set(kept(name));
    return field.element;
  };
  const outputField = numberField('Output tokens', { least: 1, whole: true }, (value) => {
    output = value;
    soon();
  });
  const inputAxis = axis('Input tokens (values)', 'input', '128..32768');
  const metric = (label: string, name: 'metric' | 'frontX' | 'frontY'): HTMLElement =>
    metricField(label, metricOf(name, DEFAULTS[name]), (value) => {
      keep(name, value);
      run();
    }).element;
  const copy = button('Copy as Command', () => {
    const wanted = request();
    if (wanted !== undefined) context.act(host.copySweepAsCommand(wanted), () => 'Copied the command line.');
  });
  return {
    element: h(
      'div',
      { class: 'sweep' },
      h(
        'fieldset',
        { class: 'controls' },
        h('legend', {}, 'Sweep'),
        h('div', { class: 'whole' }, parts.element),
        axis('Batch (values)', 'batch', '1..256 or 8,32'),
        inputAxis,
        outputField.element,
        metric('Map by', 'metric'),
        metric('Front: across', 'frontX'),
        metric('Front: up', 'frontY'),
        axis('$ per accelerator-hour', 'prices', '2.5 or h100=2.5,mi300x=1.9'),
      ),
      h('div', { class: 'actions' }, copy),
      running,
      fault,
      status,
      results,
    ),
    update: (next) => {
      content = next;
      const wanted = request();
      if (wanted === undefined) return;
      parts.offer(next.choices.accelerators, wanted.accelerators);
      outputField.set(wanted.output);
      inputAxis.hidden = !next.choices.inputs.includes('input');
      outputField.element.hidden = !next.choices.inputs.includes('output');
      // Only what changes the points: another table's order does not.
      const key = JSON.stringify([next.deployment, wanted.accelerators]);
      if (key === shownFor) return;
      shownFor = key;
      run();
    },
  };
};

/** Its count, format, division and place are those of the what-if above. */
export const sweepPanel: Panel = { id: 'sweep', title: 'Sweep', kinds: ['model'], create };
