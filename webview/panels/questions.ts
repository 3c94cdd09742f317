/** Questions about the comparison in effect, one at a time, each computed when it is asked. */
import { isDesignMetric } from '../../src/core/compare/metrics';
import { SECTION_IDS, type Section, type SectionId } from '../../src/protocol/comparing';
import type { PanelContent } from '../../src/protocol/panel-state';
import { messageOf } from '../../src/protocol/rpc';
import type { ViewContext } from '../context';
import { numberField } from '../controls/number-field';
import { h } from '../dom';
import { button, dropdown, progressRing } from '../toolkit';
import { metricField } from './design-metrics';
import { later } from './later';
import { blockElement } from './page-blocks';
import type { Panel, PanelView } from './panel';

type Question = SectionId | 'trace';

const TITLES: Readonly<Record<Question, string>> = {
  scaling: 'How does it scale over 1 to 64?',
  primitives: 'Which primitive is fast where?',
  breakEven: 'How busy must one be to break even?',
  sensitivity: 'Which assumption moves the answer?',
  load: 'How long is the wait under load?',
  trace: 'How does a trace of it compare?',
};
const QUESTIONS: readonly Question[] = [...SECTION_IDS, 'trace'];

const create = (context: ViewContext): PanelView => {
  const { host, saved } = context;
  const results = h('div');
  let rate = Number(saved.metric('questions.rate') ?? 1);
  let shownFor = '';
  let asked = 0;
  let content: PanelContent | undefined;

  const question = (): Question => QUESTIONS.find((id) => id === saved.metric('questions')) ?? 'scaling';
  const metric = () => {
    const chosen = saved.metric('questions.metric');
    return isDesignMetric(chosen) ? chosen : 'carbon';
  };
  const show = (answer: Promise<Section>, empty: string): void => {
    const mine = ++asked;
    results.replaceChildren(
      h('div', { class: 'waiting' }, progressRing(), h('p', { role: 'status' }, 'Computing …')),
    );
    answer.then(
      ({ blocks }) => {
        if (mine !== asked) return;
        results.replaceChildren(
          ...(blocks.length === 0
            ? [h('p', { class: 'quiet' }, empty)]
            : blocks.map((block) => blockElement(block, `questions-${question()}`, context))),
        );
      },
      (error: unknown) => {
        if (mine === asked)
          results.replaceChildren(h('div', { class: 'message error', role: 'alert' }, messageOf(error)));
      },
    );
  };
  const ask = (): void => {
    const id = question();
    if (content?.kind !== 'model') return;
    metricChoice.element.hidden = id !== 'sensitivity';
    rateField.element.hidden = id !== 'load';
    choose.hidden = id !== 'trace';
    if (id !== 'trace') show(host.section({ id, metric: metric(), rate }), 'There is nothing to say.');
    else {
      asked++;
      results.replaceChildren(
        h(
          'p',
          {},
          'Choose a trace of this model: its kernels are set beside those predicted for the batch and lengths above, class by class.',
        ),
      );
    }
  };
  const questionField = dropdown('Question', (id) => {
    saved.setMetric('questions', id);
    ask();
  });
  questionField.element.classList.add('wide');
  const metricChoice = metricField('Figure', metric(), (id) => {
    saved.setMetric('questions.metric', id);
    ask();
  });
  const soon = later(ask);
  const rateField = numberField('Requests per second', { least: 0.001, whole: false }, (value) => {
    rate = value;
    saved.setMetric('questions.rate', String(value));
    soon();
  });
  rateField.set(rate);
  const choose = button('Choose a Trace…', () => show(host.againstTrace(), 'No trace was chosen.'));
  return {
    element: h(
      'div',
      {},
      h(
        'div',
        { class: 'row-of-controls' },
        questionField.element,
        metricChoice.element,
        rateField.element,
        choose,
      ),
      results,
    ),
    update: (next) => {
      content = next;
      questionField.offer(
        QUESTIONS.map((id) => ({ id, label: TITLES[id] })),
        question(),
      );
      const compared = next.comparison.rows.map((row) => row.deployment.accelerator);
      const key = JSON.stringify([next.deployment, compared]);
      if (key === shownFor) return;
      shownFor = key;
      ask();
    },
  };
};

export const questionsPanel: Panel = { id: 'questions', title: 'Questions', kinds: ['model'], create };
