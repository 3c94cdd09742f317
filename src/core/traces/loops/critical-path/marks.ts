/** Read by TypeScript and AssemblyScript both. */

/** What an edge of the graph stands for. Dependencies take no time. */
export enum EdgeKind {
  work = 0,
  dependency = 1,
  launchDelay = 2,
  kernelGap = 3,
  sync = 4,
}

/** What bounds a stretch of the path: places in `BOUNDS`. */
export enum BoundPlace {
  host = 0,
  computation = 1,
  communication = 2,
  copy = 3,
  launchDelay = 4,
  kernelGap = 5,
  /** Of what takes no time. */
  none = 6,
}
