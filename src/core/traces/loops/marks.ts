/** Read by TypeScript and AssemblyScript both. */

/** `SliceKind`, whose numbers these are. */
export enum Kind {
  other = 0,
  operator = 1,
  runtime = 2,
  kernel = 3,
  memcpy = 4,
  memset = 5,
  sync = 6,
  annotation = 7,
  deviceAnnotation = 8,
  python = 9,
  overhead = 10,
}

/** Instead of the node around a node of the operator tree: see operator-tree.ts. */
export const ROOT = -1;
export const MERGED = -2;
export const OVERLAPPING = -3;

/** What a name says; a byte for each TextId. */
export const IS_RANGE = 1;
export const IS_OPERATOR = 2;
export const USES_TENSOR_CORES = 4;

/** How many `STEP_ROLES` there are, the place of one, and what stands for none. */
export const ROLES = 7;
export const COMMUNICATION_ROLE = 3;
export const NO_ROLE = 255;

/** Instead of the type of a device event: its name tells it. */
export const BY_NAME = 255;
