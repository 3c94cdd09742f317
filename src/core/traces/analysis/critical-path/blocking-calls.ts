/** Calls that wait for the device: the time in them is the device's, not theirs. HTA knows these. */
const KNOWN_TO_HTA: readonly string[] = [
  'cudaDeviceSynchronize',
  'cudaStreamSynchronize',
  'cudaEventQuery',
  'cudaEventSynchronize',
  'cudaMemcpy',
];

/** Calls that go on when something that was launched before them has ended. */
export const WAITING_CALLS: ReadonlySet<string> = new Set([
  'cudaDeviceSynchronize',
  'cudaStreamSynchronize',
  'cudaEventSynchronize',
  'cudaMemcpy',
  'cuCtxSynchronize',
  'cuStreamSynchronize',
  'cuEventSynchronize',
  'hipDeviceSynchronize',
  'hipStreamSynchronize',
  'hipEventSynchronize',
  'hipMemcpy',
]);

/** Calls that let what is launched onto a stream after them wait for other streams. */
export const STREAM_WAITS: ReadonlySet<string> = new Set([
  'cudaStreamWaitEvent',
  'cuStreamWaitEvent',
  'hipStreamWaitEvent',
]);

export const blockingCalls = (window: string): ReadonlySet<string> =>
  new Set(window === 'hta' ? KNOWN_TO_HTA : [...KNOWN_TO_HTA, ...WAITING_CALLS]);
