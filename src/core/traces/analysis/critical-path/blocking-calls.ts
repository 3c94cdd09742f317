/** Calls that wait for the device: the time in them is the device's, not theirs. HTA knows these. */
const KNOWN_TO_HTA: readonly string[] = [
  'cudaDeviceSynchronize',
  'cudaStreamSynchronize',
  'cudaEventQuery',
  'cudaEventSynchronize',
  'cudaMemcpy',
];

/** Calls that only wait until something that was launched before them has ended. */
export const SYNCHRONISING_CALLS: ReadonlySet<string> = new Set([
  'cudaDeviceSynchronize',
  'cudaStreamSynchronize',
  'cudaEventSynchronize',
  'hipDeviceSynchronize',
  'hipStreamSynchronize',
  'hipEventSynchronize',
]);

/** The same, with those of the driver, and those that also copy. */
export const WAITING_CALLS: ReadonlySet<string> = new Set([
  ...SYNCHRONISING_CALLS,
  'cuCtxSynchronize',
  'cuStreamSynchronize',
  'cuEventSynchronize',
  'cudaMemcpy',
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
