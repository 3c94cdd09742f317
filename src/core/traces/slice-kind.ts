/** What an event with a duration is, from its category. Small integers, because a column holds one a row. */
export const SliceKind = {
  other: 0,
  /** A framework operator on the host (`cpu_op`). */
  operator: 1,
  /** A call into the device runtime or driver on the host. */
  runtime: 2,
  kernel: 3,
  memcpy: 4,
  memset: 5,
  /** `cuda_sync`: a wait, drawn on a stream. */
  sync: 6,
  /** `record_function` ranges on the host, `ProfilerStep#N` among them. */
  annotation: 7,
  /** The same ranges as seen on the device. */
  deviceAnnotation: 8,
  python: 9,
  /** Of the profiler itself. */
  overhead: 10,
} as const;

export type SliceKind = (typeof SliceKind)[keyof typeof SliceKind];

/**
 * Kineto's activity types (libkineto/src/ActivityType.cpp; the capitalised ones are torch 1.8's, `mtia_*`, `xpu_*` and
 * `privateuse1_*` other devices'). Compared in lower case.
 */
const KIND_OF_CATEGORY: Readonly<Record<string, SliceKind>> = {
  cpu_op: SliceKind.operator,
  operator: SliceKind.operator,
  cuda_runtime: SliceKind.runtime,
  cuda_driver: SliceKind.runtime,
  runtime: SliceKind.runtime,
  hip_runtime: SliceKind.runtime,
  mtia_runtime: SliceKind.runtime,
  xpu_runtime: SliceKind.runtime,
  xpu_driver: SliceKind.runtime,
  glow_runtime: SliceKind.runtime,
  privateuse1_runtime: SliceKind.runtime,
  privateuse1_driver: SliceKind.runtime,
  kernel: SliceKind.kernel,
  mtia_ccp_events: SliceKind.kernel,
  hpu_op: SliceKind.kernel,
  gpu_memcpy: SliceKind.memcpy,
  memcpy: SliceKind.memcpy,
  gpu_memset: SliceKind.memset,
  memset: SliceKind.memset,
  cuda_sync: SliceKind.sync,
  xpu_sync: SliceKind.sync,
  user_annotation: SliceKind.annotation,
  gpu_user_annotation: SliceKind.deviceAnnotation,
  mtia_workloadd: SliceKind.deviceAnnotation,
  python_function: SliceKind.python,
  overhead: SliceKind.overhead,
};

export const kindOfCategory = (category: string): SliceKind =>
  KIND_OF_CATEGORY[category.toLowerCase()] ?? SliceKind.other;

/** Kernels, copies and sets: what keeps a device busy. */
export const isDeviceWork = (kind: number): boolean =>
  kind === SliceKind.kernel || kind === SliceKind.memcpy || kind === SliceKind.memset;
