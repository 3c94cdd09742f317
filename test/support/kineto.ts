import type { LiteralEvent } from './trace-of';

/** Kineto's events with few words; times in microseconds. */
const HOST = { pid: 1, tid: 1 };

export const operator = (
  name: string,
  ts: number,
  dur: number,
  args: Readonly<Record<string, unknown>> = {},
): LiteralEvent => ({ ph: 'X', cat: 'cpu_op', name, ts, dur, ...HOST, args });

export const annotation = (name: string, ts: number, dur: number): LiteralEvent => ({
  ph: 'X',
  cat: 'user_annotation',
  name,
  ts,
  dur,
  ...HOST,
});

export const python = (
  name: string,
  ts: number,
  dur: number,
  args: Readonly<Record<string, unknown>> = {},
): LiteralEvent => ({ ph: 'X', cat: 'python_function', name, ts, dur, ...HOST, args });

/** A call that launches what has its correlation; `externalId` is the operator's it belongs to. */
export const call = (
  name: string,
  ts: number,
  dur: number,
  correlation: number,
  externalId?: number,
): LiteralEvent => ({
  ph: 'X',
  cat: 'cuda_runtime',
  name,
  ts,
  dur,
  ...HOST,
  args: { correlation, ...(externalId === undefined ? {} : { 'External id': externalId }) },
});

const onDevice =
  (cat: string) =>
  (
    name: string,
    ts: number,
    dur: number,
    correlation: number,
    { stream = 7, ...args }: Readonly<Record<string, unknown>> = {},
  ): LiteralEvent => ({
    ph: 'X',
    cat,
    name,
    ts,
    dur,
    pid: 0,
    tid: Number(stream),
    args: { device: 0, stream, correlation, ...args },
  });

export const kernel = onDevice('kernel');
export const memcpy = onDevice('gpu_memcpy');
export const sync = onDevice('cuda_sync');
