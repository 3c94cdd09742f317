/**
 * Calls over any port that passes messages. Types come from an interface of methods; what arrives is `unknown`
 * and checked by that interface's guards at both ends; an error of a handler crosses as its message.
 */

/** One end of a channel: a webview, `acquireVsCodeApi()` with `window`, a MessagePort, a pair in a test. */
export interface Port {
  postMessage(message: unknown): void;
  /** Returns the function that stops listening. */
  onMessage(listener: (message: unknown) => void): () => void;
}

type Name<I> = Extract<keyof I, string>;
type Arguments<I, K extends keyof I> = I[K] extends (...args: infer A) => unknown ? A : never;
type Result<I, K extends keyof I> = I[K] extends (...args: never) => infer R ? R : never;

export type Call<I> = {
  [K in Name<I>]: {
    readonly type: 'call';
    readonly id: number;
    readonly method: K;
    readonly args: Arguments<I, K>;
  };
}[Name<I>];
export type Reply =
  | { readonly type: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly type: 'reply';
      readonly id: number;
      readonly ok: false;
      readonly error: { readonly message: string };
    };
export type Event<I> = {
  [K in Name<I>]: { readonly type: 'event'; readonly event: K; readonly args: Arguments<I, K> };
}[Name<I>];

/** The far end, as the near end calls it. */
export type Remote<I> = {
  readonly [K in Name<I>]: (...args: Arguments<I, K>) => Promise<Result<I, K>>;
};
/** The near end's implementation of what the far end calls. */
export type Handlers<I> = {
  readonly [K in Name<I>]: (...args: Arguments<I, K>) => Result<I, K> | Promise<Result<I, K>>;
};
/** Events have no result and cannot fail for their sender. */
export type Listeners<I> = { readonly [K in Name<I>]: (...args: Arguments<I, K>) => void };

/** The checks of one interface: of what a call brings in, and of what its reply brings back. */
export type Contract<I> = {
  readonly [K in Name<I>]: {
    readonly args: (args: readonly unknown[]) => args is Arguments<I, K>;
    readonly result: (value: unknown) => value is Result<I, K>;
  };
};

export interface Caller<I> {
  readonly remote: Remote<I>;
  /** Stops listening and rejects what is still unanswered. */
  dispose(): void;
}

/** Asks the far end. A promise rejects with the far end's message, or when the answer fails its check. */
export const createCaller = <I>(port: Port, contract: Contract<I>): Caller<I> => {
  const pending = new Map<number, { settle: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  const stop = port.onMessage((message) => {
    if (!isReply(message)) return;
    const waiting = pending.get(message.id);
    if (waiting === undefined) return;
    pending.delete(message.id);
    if (message.ok) waiting.settle(message.value);
    else waiting.reject(new Error(message.error.message));
  });
  const method =
    <K extends Name<I>>(name: K) =>
    (...args: Arguments<I, K>): Promise<Result<I, K>> =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        const settle = (value: unknown): void => {
          if (contract[name].result(value)) resolve(value);
          else reject(new Error(`The answer to ${name} has an unexpected form.`));
        };
        pending.set(id, { settle, reject });
        port.postMessage({ type: 'call', id, method: name, args });
      });
  return {
    remote: mapNames(contract, method),
    dispose: () => {
      stop();
      for (const { reject } of pending.values()) reject(new Error('The other side is gone.'));
      pending.clear();
    },
  };
};

/** Answers the far end's calls. Every call is answered, a bad one with an error. Returns the function that stops. */
export const serve = <I>(port: Port, contract: Contract<I>, handlers: Handlers<I>): (() => void) => {
  const answer = async (method: string, args: readonly unknown[]): Promise<unknown> => {
    if (!isNameOf(contract, method)) throw new Error(`There is no method ${method}.`);
    if (!contract[method].args(args)) throw new Error(`The arguments of ${method} have an unexpected form.`);
    return handlers[method](...args);
  };
  return port.onMessage((message) => {
    if (!isCall(message)) return;
    const { id, method, args } = message;
    answer(method, args).then(
      (value) => post(port, { type: 'reply', id, ok: true, value }),
      (error: unknown) => post(port, { type: 'reply', id, ok: false, error: { message: messageOf(error) } }),
    );
  });
};

/** Tells the far end. */
export const createEmitter = <I>(port: Port, contract: Contract<I>): Listeners<I> =>
  mapNames(contract, <K extends Name<I>>(event: K) => (...args: Arguments<I, K>): void => {
    port.postMessage({ type: 'event', event, args });
  });

/** Hears the far end. An event of an unexpected form goes to `onInvalid`. Returns the function that stops. */
export const listen = <I>(
  port: Port,
  contract: Contract<I>,
  listeners: Listeners<I>,
  onInvalid: (message: string) => void,
): (() => void) =>
  port.onMessage((message) => {
    if (!isEvent(message)) return;
    const { event, args } = message;
    if (!isNameOf(contract, event)) onInvalid(`There is no event ${event}.`);
    else if (!contract[event].args(args)) onInvalid(`The event ${event} has an unexpected form.`);
    else listeners[event](...args);
  });

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const post = (port: Port, reply: Reply): void => {
  port.postMessage(reply);
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCall = (
  message: unknown,
): message is { readonly id: number; readonly method: string; readonly args: readonly unknown[] } =>
  isRecord(message) &&
  message['type'] === 'call' &&
  typeof message['id'] === 'number' &&
  typeof message['method'] === 'string' &&
  Array.isArray(message['args']);

/** `value` is absent in the reply of a method without a result. */
const isReply = (message: unknown): message is Reply =>
  isRecord(message) &&
  message['type'] === 'reply' &&
  typeof message['id'] === 'number' &&
  (message['ok'] === true ||
    (message['ok'] === false &&
      isRecord(message['error']) &&
      typeof message['error']['message'] === 'string'));

const isEvent = (
  message: unknown,
): message is { readonly event: string; readonly args: readonly unknown[] } =>
  isRecord(message) &&
  message['type'] === 'event' &&
  typeof message['event'] === 'string' &&
  Array.isArray(message['args']);

const isNameOf = <I>(contract: Contract<I>, name: string): name is Name<I> => Object.hasOwn(contract, name);

/** One function for each name of the contract. */
const mapNames = <I, F extends { readonly [K in Name<I>]: unknown }>(
  contract: Contract<I>,
  make: <K extends Name<I>>(name: K) => F[K],
): F => {
  const names = Object.keys(contract).filter((name) => isNameOf(contract, name));
  return Object.fromEntries(names.map((name) => [name, make(name)])) as F;
};
