import type { Cell } from '../../wasm';
import type { Address } from '../address';

/** What the files beside this one export; see there for what each does. */
export interface PathExports {
  readonly keepWithin: (rows: Address, length: number, from: number, to: number) => void;
  readonly kept: Cell;
  readonly keptCount: Cell;
  readonly findThreads: (rows: Address, length: number) => void;
  readonly threadEnds: Cell;
  readonly threads: Cell;
  readonly keepLinked: (rows: Address, length: number, launchers: Address, from: number, to: number) => void;
  readonly linked: Cell;
  readonly linkedCount: Cell;
  readonly beginGraph: (events: number) => void;
  readonly nodes: Cell;
  readonly countEdges: () => number;
  readonly connectThread: (rows: Address, length: number, isBlocking: Address) => void;
  readonly beginQueues: () => void;
  readonly followQueue: (rows: Address, isLaunch: Address, lengths: Address, changes: number) => void;
  readonly beginDevice: (rows: Address, length: number, stream: Address, isHta: boolean) => void;
  readonly lastOnStreamOf: (row: number) => number;
  readonly lastOnStream: Cell;
  readonly streams: Cell;
  readonly letWait: (row: number, cause: number) => void;
  readonly letReturn: (call: number, cause: number, sync: number) => void;
  readonly passUntil: (moment: number) => void;
  readonly findRuns: () => number;
  readonly findLongest: () => number;
  readonly lengthsWithout: (groups: Address, count: number) => Address;
  readonly breakDown: (types: Address, names: number, subtracts: boolean) => number;
  readonly secondsBy: Cell;
  readonly stretches: Cell;
  readonly stretchRow: Cell;
  readonly stretchBound: Cell;
  readonly stretchTo: Cell;
  readonly gaps: Cell;
  readonly gapPlace: Cell;
  readonly gapFrom: Cell;
  readonly totals: Cell;
  readonly totalName: Cell;
  readonly totalBound: Cell;
  readonly totalTime: Cell;
  readonly totalCount: Cell;
}
