import type { Cell } from '../../wasm';
import type { Address } from '../address';

/** What the files beside this one export; see there for what each does. */
export interface DeviceExports {
  readonly setDevice: (length: number, start: Address, end: Address, name: Address, kind: Address) => void;
  readonly gather: (target: Address, rows: Address, length: number, column: Address, width: number) => void;
  readonly orderDevice: (track: Address, tracks: number) => Address;
  readonly markKinds: (kinds: number) => Address;
  readonly markNames: (kinds: number, names: Address) => void;
  readonly typeDevice: (typeOfKind: Address, typeOfName: Address) => Address;
  readonly spreadBytes: (ofPlaces: Address, rows: Address, slices: number) => Address;
  readonly keepMarked: (rows: Address, marks: Address, mark: number) => number;
  readonly groupByTrack: (rows: Address, track: Address, tracks: number, wanted: Address) => number;
  readonly streamRows: Cell;
  readonly streamEnds: Cell;
  readonly sweepTypes: (order: Address, length: number, times: Address, changes: Address) => void;
  readonly combinations: Cell;
  readonly combinationCount: Cell;
  readonly combinedTime: Cell;
  readonly sumKernels: (types: Address, ofTypes: number, without: number, names: number) => number;
  readonly kernelFirst: Cell;
  readonly kernelCount: Cell;
  readonly kernelSum: Cell;
  readonly kernelLeast: Cell;
  readonly kernelMost: Cell;
  readonly kernelSquares: Cell;
  readonly beginWeights: (names: number) => void;
  readonly addWeights: (values: Address, from: number, length: number) => void;
  readonly weighted: Cell;
  readonly weights: Cell;
  readonly markLaunched: (rows: Address, launchers: Address, names: Address, without: number) => Address;
  readonly measureLaunches: (rows: Address, launchers: Address, wanted: Address) => number;
  readonly callTimes: Cell;
  readonly workTimes: Cell;
  readonly delays: Cell;
  readonly countShorter: (count: number, limit: number) => number;
  readonly sumWaits: (
    rows: Address,
    length: number,
    launchers: Address,
    usualGap: number,
    overlapping: boolean,
    mistaken: number,
    correlation: Address,
  ) => void;
  readonly hostWait: Cell;
  readonly kernelWait: Cell;
  readonly otherWait: Cell;
  readonly orderChanges: (rows: Address, length: number, launchers: Address) => void;
  readonly changeRow: Cell;
  readonly changeIsLaunch: Cell;
  readonly changeTime: Cell;
  readonly queueLengths: (isLaunch: Address, changes: number) => Address;
  readonly measureQueue: (time: Address, lengths: Address, changes: number, full: number) => void;
  readonly fullTime: Cell;
  readonly queueArea: Cell;
}
