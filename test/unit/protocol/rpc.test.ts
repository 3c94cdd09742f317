import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostContract, viewContract } from '../../../src/protocol/contracts';
import { createTimeline } from '../../../src/core/traces/timeline/answers';
import { createCaller, createEmitter, listen, serve } from '../../../src/protocol/rpc';
import type { HostMethods } from '../../../src/protocol/methods';
import type { PanelState } from '../../../src/protocol/panel-state';
import type { Handlers, Port } from '../../../src/protocol/rpc';
import { NO_FILE, traceOf } from '../../support/trace-of';

/** Two ports whose messages go through JSON, as between an extension host and its webview. */
const pair = (): readonly [Port, Port] => {
  const listeners = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()] as const;
  const port = (own: (typeof listeners)[number], far: (typeof listeners)[number]): Port => ({
    postMessage: (message) => {
      const copy: unknown = JSON.parse(JSON.stringify(message));
      queueMicrotask(() => far.forEach((listener) => listener(copy)));
    },
    onMessage: (listener) => {
      own.add(listener);
      return () => own.delete(listener);
    },
  });
  return [port(listeners[0], listeners[1]), port(listeners[1], listeners[0])];
};

const loading: PanelState = {
  uri: 'file:///m/config.json',
  fileName: 'config.json',
  status: { kind: 'loading', message: 'Reading', fraction: 0.5 },
};

const handlers = (own: Partial<Handlers<HostMethods>> = {}): Handlers<HostMethods> => ({
  ...createTimeline(traceOf([]), { rest: () => Promise.resolve(), report: () => undefined }, NO_FILE),
  ready: () => loading,
  setDeployment: () => loading,
  setGrouping: () => loading,
  searchZones: (query) => [{ id: query, label: `Zone ${query}` }],
  page: (id) => ({ id, blocks: [] }),
  chooseTrace: () => loading,
  chooseRank: () => loading,
  comparison: () => [],
  copyComparison: () => undefined,
  codeInWorkspace: (places) => places,
  openCode: () => undefined,
  compareHardware: () => loading,
  sweep: () => ({ done: 0, total: 0, finished: true, blocks: [] }),
  cancelSweep: () => undefined,
  copySweepAsCommand: () => undefined,
  section: () => ({ blocks: [] }),
  againstTrace: () => ({ blocks: [] }),
  partCard: () => ({ blocks: [] }),
  copyMarkdown: () => undefined,
  copyEvent: () => undefined,
  copyAsCommand: () => undefined,
  exportHtml: () => ({}),
  cancel: () => undefined,
  openSource: () => undefined,
  ...own,
});

describe('calls', () => {
  it('give back what the handler returns', async () => {
    const [view, host] = pair();
    serve(host, hostContract, handlers());
    const { remote } = createCaller(view, hostContract);
    assert.deepEqual(await remote.ready(), loading);
    assert.deepEqual(await remote.searchZones('FR'), [{ id: 'FR', label: 'Zone FR' }]);
    assert.equal(await remote.copyMarkdown(), undefined);
  });

  it('for a page go through for the pages there are, and no others', async () => {
    const [view, host] = pair();
    serve(host, hostContract, handlers());
    const { remote } = createCaller(view, hostContract);
    assert.deepEqual(await remote.page('memory'), { id: 'memory', blocks: [] });
    const answers: unknown[] = [];
    view.onMessage((message) => answers.push(message));
    view.postMessage({ type: 'call', id: 99, method: 'page', args: ['constructor'] });
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.match(JSON.stringify(answers), /The arguments of page have an unexpected form/);
  });

  it('of a timeline go through where they can be meant, and no others', async () => {
    const [view, host] = pair();
    serve(host, hostContract, handlers());
    const { remote } = createCaller(view, hostContract);
    assert.deepEqual(await remote.timelineSummary({ from: 0, to: 1 }), {
      from: 0,
      to: 1,
      events: 0,
      tracks: [],
      counters: [],
    });
    assert.equal(await remote.timelineEvent(7), undefined);
    const query = { from: 0, to: 10, columns: 100, lanes: [{ track: 0, firstDepth: 0, endDepth: 4 }] };
    for (const wrong of [
      { ...query, to: 0 },
      { ...query, from: Number.NaN },
      { ...query, columns: 1e9 },
      { ...query, columns: 0.5 },
      { ...query, lanes: [{ track: 0, firstDepth: 0, endDepth: 1e9 }] },
      { ...query, lanes: [{ track: -1, firstDepth: 0, endDepth: 1 }] },
    ])
      await assert.rejects(remote.timelineView(wrong), { message: /The arguments of timelineView/ });
  });

  it('reject with the message of the handler that rejects', async () => {
    const [view, host] = pair();
    serve(
      host,
      hostContract,
      handlers({ copyMarkdown: () => Promise.reject(new Error('The clipboard is busy.')) }),
    );
    const { remote } = createCaller(view, hostContract);
    await assert.rejects(remote.copyMarkdown(), { message: 'The clipboard is busy.' });
  });

  it('reject with the message of the handler that throws', async () => {
    const [view, host] = pair();
    const failing = () => {
      throw new Error('No such zone.');
    };
    serve(host, hostContract, handlers({ searchZones: failing }));
    await assert.rejects(createCaller(view, hostContract).remote.searchZones('?'), {
      message: 'No such zone.',
    });
  });

  it('reject when the answer has another form than promised', async () => {
    const [view, host] = pair();
    host.onMessage(() => host.postMessage({ type: 'reply', id: 1, ok: true, value: { fileName: 7 } }));
    await assert.rejects(createCaller(view, hostContract).remote.ready(), { message: /unexpected form/ });
  });

  it('reject when the caller goes away', async () => {
    const [view] = pair();
    const caller = createCaller(view, hostContract);
    const answer = caller.remote.ready();
    caller.dispose();
    await assert.rejects(answer, { message: 'The other side is gone.' });
  });

  const refused: readonly (readonly [string, string, readonly unknown[]])[] = [
    ['an unknown method', 'formatDisk', []],
    ['a method of every object', 'toString', []],
    ['too many arguments', 'ready', [1]],
    ['an unknown field', 'setDeployment', [{ path: '/etc/passwd' }]],
    ['a field of Object.prototype', 'setDeployment', [{ toString: 1 }]],
    ['a count that is no count', 'setDeployment', [{ count: 1.5 }]],
    ['a PUE below one', 'setDeployment', [{ pue: 0.9 }]],
    ['a number that was infinite', 'setDeployment', [{ batch: null }]],
    ['a dtype that is none', 'setDeployment', [{ dtype: 'fp3' }]],
    ['a grouping that is none', 'setGrouping', ['colour']],
    ['a place with a file', 'openSource', [{ file: '/etc/passwd' }]],
    ['an array for an object', 'openSource', [[]]],
  ];
  for (const [what, method, args] of refused) {
    it(`answer ${what} with an error and run nothing`, async () => {
      const [view, host] = pair();
      const ran: string[] = [];
      const note = (name: string) => () => {
        ran.push(name);
        return loading;
      };
      serve(
        host,
        hostContract,
        handlers({
          ready: note('ready'),
          setDeployment: note('setDeployment'),
          setGrouping: note('setGrouping'),
        }),
      );
      const reply = new Promise((resolve) => view.onMessage(resolve));
      view.postMessage({ type: 'call', id: 9, method, args });
      const answer = JSON.stringify(await reply);
      assert.match(answer, /"id":9,"ok":false,"error":\{"message":"(There is no method|The arguments of) /);
      assert.deepEqual(ran, []);
    });
  }

  it('ignore what is no message of theirs', async () => {
    const [view, host] = pair();
    serve(host, hostContract, handlers());
    const { remote } = createCaller(view, hostContract);
    for (const junk of [7, 'call', [], { type: 'call' }, { type: 'reply', id: 1, ok: false }]) {
      view.postMessage(junk);
      host.postMessage(junk);
    }
    assert.deepEqual(await remote.ready(), loading);
  });
});

describe('events', () => {
  it('reach their listener, and a malformed one is reported', async () => {
    const [view, host] = pair();
    const seen: unknown[] = [];
    const invalid: string[] = [];
    listen(
      view,
      viewContract,
      {
        stateChanged: (state) => seen.push(state),
        progress: (progress) => seen.push(progress),
        showTab: (id) => seen.push(id),
        sweepProgress: (state) => seen.push(state),
        timelineProgress: (fraction) => seen.push(fraction),
        argumentsProgress: (fraction) => seen.push(fraction),
      },
      (message) => invalid.push(message),
    );
    const tell = createEmitter(host, viewContract);
    tell.stateChanged(loading);
    tell.progress({ message: 'Reading', fraction: 0.7 });
    host.postMessage({ type: 'event', event: 'progress', args: [{ fraction: 'half' }] });
    host.postMessage({ type: 'event', event: 'exploded', args: [] });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(seen, [loading, { message: 'Reading', fraction: 0.7 }]);
    assert.deepEqual(invalid, ['The event progress has an unexpected form.', 'There is no event exploded.']);
  });
});
