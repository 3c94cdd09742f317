/** Stands in for VS Code and the extension host, in the page itself: `?state=model&theme=dark`. */
import { hostContract, viewContract } from '../../../src/protocol/contracts';
import type { HostMethods } from '../../../src/protocol/methods';
import type { ModelContent, PanelContent, PanelState } from '../../../src/protocol/panel-state';
import { createEmitter, serve } from '../../../src/protocol/rpc';
import type { Handlers, Port } from '../../../src/protocol/rpc';
import { emptyContent, hostileContent, modelContent, videoContent, ZONES } from './content';
import { hostContent, traceContent } from './trace-content';
import { comparison } from './trace-comparison';
import { RANKS, ranksPage } from './ranks';
import { inStages } from './stages';
import { tracePage } from './trace-pages';
import { stubTimeline } from './timeline';
import { partCard, sectionOf, sweepState, traceSection } from './comparing';
import themes from './themes.json';

export interface Stub {
  /** Calls as they came, with their arguments. */
  readonly calls: { readonly method: string; readonly args: readonly unknown[] }[];
  readonly violations: string[];
  /** The next calls of this method are refused. */
  refuse(method: keyof HostMethods, message: string): void;
  show(state: string): void;
  showTab(id: string): void;
  progress(fraction: number): void;
  setTheme(theme: string): void;
}

declare global {
  interface Window {
    acquireVsCodeApi: () => {
      postMessage(message: unknown): void;
      getState(): unknown;
      setState(state: unknown): void;
    };
    stub: Stub;
  }
}

const query = new URLSearchParams(location.search);
const violations: string[] = [];
document.addEventListener(
  'securitypolicyviolation',
  ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
    violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
  },
);

const isTheme = (name: string): name is keyof typeof themes => name in themes;
/** As VS Code does it: variables on <html>, the kind of theme on <body>. */
const setTheme = (name: string): void => {
  if (!isTheme(name)) throw new Error(`There is no theme ${name}.`);
  const { kind, variables } = themes[name];
  document.documentElement.removeAttribute('style');
  for (const [variable, value] of Object.entries(variables))
    document.documentElement.style.setProperty(variable, value);
  document.body.className = kind;
  document.body.dataset['vscodeThemeKind'] = kind;
};

const file = (name: string): Pick<PanelState, 'uri' | 'fileName'> => ({
  uri: `file:///work/${name}`,
  fileName: name,
});
const ready = (content: PanelContent, name: string): PanelState => ({
  ...file(name),
  status: { kind: 'ready', content },
});
const STATES: Readonly<Record<string, () => PanelState>> = {
  model: () => ready(modelContent(), 'config.json'),
  trace: () => ready(traceContent(), 'train-step.pt.trace.json.gz'),
  compared: () =>
    ready(
      { ...traceContent(), comparedWith: { name: 'before.pt.trace.json.gz', readAt: 1 } },
      'train-step.pt.trace.json.gz',
    ),
  video: () => ready(videoContent(), 'model_index.json'),
  stages: () => ready(inStages(modelContent()), 'config.json'),
  ranks: () => ready({ ...traceContent(), ranks: RANKS }, 'run-7'),
  bare: () => ready(hostContent(), 'cpu.pt.trace.json'),
  hostile: () => ready(hostileContent(), '<img src=x onerror="window.hacked=1">.json'),
  empty: () => ready(emptyContent(), 'config.json'),
  loading: () => ({
    ...file('huge.pt.trace.json'),
    status: { kind: 'loading', message: 'Reading huge.pt.trace.json, 1.31 of 5.02 GB', fraction: 0.26 },
  }),
  failed: () => ({
    ...file('config.json'),
    status: {
      kind: 'failed',
      message: 'The object that begins here is never closed; a } is missing.',
      where: { file: 'config.json', line: 12, column: 3 },
    },
  }),
};

let state = stateOf(query.get('state') ?? 'model');
function stateOf(name: string): PanelState {
  const make = STATES[name];
  if (make === undefined) throw new Error(`There is no state ${name}.`);
  return make();
}

const listeners = new Set<(message: unknown) => void>();

/** As VS Code sends a message: JSON, but for typed arrays, which it sends beside. */
const sent = (message: unknown): unknown => {
  const arrays: ArrayBufferView[] = [];
  const text = JSON.stringify(message, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? { typedArray: arrays.push(value) - 1 } : value,
  );
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'typedArray' in value
      ? structuredClone(arrays[Number(value.typedArray)])
      : value,
  );
};
const port: Port = {
  postMessage: (message) => window.postMessage(sent(message), location.origin),
  onMessage: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

const refusals = new Map<string, string>();
const calls: Stub['calls'] = [];
const change = (edit: (content: PanelContent) => PanelContent): PanelState => {
  if (state.status.kind === 'ready')
    state = { ...state, status: { kind: 'ready', content: edit(state.status.content) } };
  return state;
};

/** The estimate follows the accelerator; nothing else is computed here. */
const deploy = (content: PanelContent, part: Partial<ModelContent['deployment']>): PanelContent => {
  const wanted = part.accelerator ?? content.deployment.accelerator;
  const estimate = content.comparison.rows.find(({ deployment }) => deployment.accelerator === wanted);
  const zone = ZONES.find(({ id }) => id === part.zone) ?? content.choices.zone;
  const common = { ...(estimate === undefined ? {} : { estimate }), choices: { ...content.choices, zone } };
  return content.kind === 'model'
    ? { ...content, ...common, deployment: { ...content.deployment, ...part } }
    : { ...content, ...common, deployment: { ...content.deployment, ...part } };
};

/** A long sweep, which only a cancel ends. */
const sweepsWait = query.get('sweep') === 'long';
let endSweep: (value: undefined) => void = () => undefined;

const handlers: Handlers<HostMethods> = {
  ...stubTimeline,
  ready: () => state,
  setDeployment: (part) => change((content) => deploy(content, part)),
  setGrouping: (by) => change((content) => ({ ...content, operators: { ...content.operators, by } })),
  page: (id) =>
    id === 'ranks' && query.get('state') === 'ranks'
      ? ranksPage()
      : tracePage(id, query.get('state') === 'bare' ? {} : undefined),
  chooseTrace: () =>
    change((content) =>
      content.kind === 'trace'
        ? { ...content, comparedWith: { name: 'before.pt.trace.json.gz', readAt: 1 } }
        : content,
    ),
  chooseRank: (shown) =>
    change((content) =>
      content.kind === 'trace' && content.ranks !== undefined
        ? { ...content, ranks: { ...content.ranks, shown } }
        : content,
    ),
  comparison,
  copyComparison: () => undefined,
  openCode: () => undefined,
  searchZones: (text) =>
    ZONES.filter(({ id, label }) => `${id} ${label}`.toLowerCase().includes(text.toLowerCase())),
  compareHardware: (ids) =>
    change((content) => ({
      ...content,
      comparison: {
        ...content.comparison,
        rows: content.comparison.rows.filter(({ deployment }) => ids.includes(deployment.accelerator)),
      },
    })),
  sweep: async (request) => {
    tell.sweepProgress(sweepState(request, 0.5));
    await new Promise((resolve) => {
      endSweep = resolve;
      if (!sweepsWait) resolve(undefined);
    });
    return sweepState(request, sweepsWait ? 0.5 : 1);
  },
  cancelSweep: () => endSweep(undefined),
  copySweepAsCommand: () => undefined,
  section: sectionOf,
  againstTrace: () => traceSection,
  partCard,
  copyMarkdown: () => undefined,
  copyEvent: () => undefined,
  copyAsCommand: () => undefined,
  exportHtml: () => ({ savedAs: 'report.html' }),
  cancel: () => undefined,
  openSource: () => undefined,
};
const watched = (message: unknown): void => {
  if (typeof message !== 'object' || message === null || !('method' in message)) return;
  const { method, id, args } = message as { method: string; id: number; args: readonly unknown[] };
  calls.push({ method, args });
  const refusal = refusals.get(method);
  if (refusal === undefined) listeners.forEach((listener) => listener(message));
  else port.postMessage({ type: 'reply', id, ok: false, error: { message: refusal } });
};
serve(port, hostContract, handlers);
const tell = createEmitter(port, viewContract);

window.stub = {
  calls,
  violations,
  refuse: (method, message) => refusals.set(method, message),
  show: (name) => {
    state = stateOf(name);
    tell.stateChanged(state);
  },
  showTab: (id) => tell.showTab(id),
  progress: (fraction) => tell.progress({ message: `Reading, ${Math.round(fraction * 100)} %`, fraction }),
  setTheme,
};
window.acquireVsCodeApi = () => ({
  postMessage: (message) => watched(JSON.parse(JSON.stringify(message))),
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (saved) => sessionStorage.setItem('state', JSON.stringify(saved)),
});
setTheme(query.get('theme') ?? 'dark');
