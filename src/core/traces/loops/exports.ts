import type { Cell } from '../wasm';
import type { Address } from './address';
import type { PathExports } from './critical-path/exports';
import type { DeviceExports } from './device/exports';

/** Makes spans of two lists of them. */
type Both = (aStart: Address, aEnd: Address, a: number, bStart: Address, bEnd: Address, b: number) => void;

/** What index.as.ts exports; see there for what each does. */
export interface Exports extends PathExports, DeviceExports {
  readonly allocate: (bytes: number) => Address;
  readonly used: () => Address;
  readonly release: (to: Address) => void;
  readonly setNames: (kind: Address, name: Address, length: number) => void;
  readonly setTimes: (start: Address, end: Address, track: Address) => void;
  readonly start: Cell;
  readonly beginGroups: (rows: Address, count: number) => void;
  readonly byName: (which: number) => void;
  readonly byText: (which: number, column: Address) => void;
  readonly byInteger: (which: number, column: Address) => void;
  readonly group: (wanted: Address) => number;
  readonly splitByGroup: (groups: Address, count: number) => void;
  readonly splitRows: Cell;
  readonly splitEnds: Cell;
  readonly groupOf: Cell;
  readonly firstOf: Cell;
  readonly sumByGroup: (groups: Address, count: number, values: Address) => Address;
  readonly sumDurationsByGroup: (groups: Address, count: number) => Address;
  readonly countByGroup: (groups: Address, count: number) => Address;
  readonly keepWanted: (wanted: Address, names: Address, apart: Address) => void;
  readonly outermost: (parent: Address, groups: Address, counts: Address) => Address;
  readonly firstByGroup: (groups: Address, count: number) => Address;
  readonly renumber: (groups: Address, others: Address) => void;
  readonly findLaunchers: (
    host: Address,
    hosts: number,
    device: Address,
    devices: number,
    correlation: Address,
    any: boolean,
  ) => Address;
  readonly kindsByName: (kindsOf: Address, namesOf: Address, length: number, kinds: Address) => void;
  readonly placesNamed: (
    kindsOf: Address,
    namesOf: Address,
    length: number,
    kinds: number,
    wanted: Address,
    places: Address,
  ) => number;
  readonly countKinds: (rows: Address, length: number) => Address;
  readonly findNamed: (rows: Address, length: number, kinds: number, wanted: Address) => void;
  readonly sumDurations: (rows: Address, length: number, kinds: number) => number;
  readonly found: Cell;
  readonly foundCount: Cell;
  readonly boundFound: () => void;
  readonly foundFrom: Cell;
  readonly foundTo: Cell;
  readonly findRoots: (rows: Address, length: number, wanted: Address) => void;
  readonly gatherUnder: (device: Address, devices: number, launchers: Address, ofLeaves: boolean) => void;
  readonly roots: Cell;
  readonly rootCount: Cell;
  readonly rootRows: Cell;
  readonly rootEnds: Cell;
  readonly findPatterns: (fewest: number) => void;
  readonly patterns: Cell;
  readonly patternRoot: Cell;
  readonly patternCount: Cell;
  readonly patternDevice: Cell;
  readonly patternHost: Cell;
  readonly plantTree: (rows: Address, length: number, meaning: Address, moduleId: Address) => void;
  readonly tellsIds: (rows: Address, length: number, externalId: Address, correlation: Address) => number;
  readonly addTimes: (
    host: Address,
    hosts: number,
    device: Address,
    devices: number,
    externalId: Address,
    launchers: Address,
    around: Address,
    ordered: Address,
    orderedCount: number,
  ) => void;
  readonly finishTree: () => void;
  readonly nodeCount: Cell;
  readonly nodeRow: Cell;
  readonly parent: Cell;
  readonly mergedInto: Cell;
  readonly hostSelf: Cell;
  readonly deviceSelf: Cell;
  readonly deviceTotal: Cell;
  readonly tensorSelf: Cell;
  readonly tensorTotal: Cell;
  readonly isOperator: Cell;
  readonly setCalls: (
    length: number,
    firstChild: Address,
    children: Address,
    kinds: Address,
    isFrame: Address,
  ) => void;
  readonly setSums: (calls: Address, host: Address, device: Address) => void;
  readonly findLines: (
    names: Address,
    sites: Address,
    functions: Address,
    calledFrom: Address,
    texts: number,
  ) => void;
  readonly lines: Cell;
  readonly linePlaces: Cell;
  readonly operatorsBelow: Cell;
  readonly lineOperators: Cell;
  readonly namesOfLines: (name: Address, texts: number) => Address;
  readonly textsOfPython: (text: Address, kinds: Address, length: number, texts: number) => Address;
  readonly findModules: (moduleId: Address) => void;
  readonly modulePlaces: Cell;
  readonly modules: Cell;
  readonly growCalls: (
    order: Address,
    length: number,
    tracks: number,
    isEngine: Address,
    callStack: Address,
    sites: boolean,
    stacksOfTexts: Address,
    framesOfStacks: Address,
    noStack: Address,
  ) => void;
  readonly addLaunched: (device: Address, devices: number, launchers: Address) => void;
  readonly callNodes: Cell;
  readonly byNodeOfLaunch: (which: number, device: Address, devices: number, launchers: Address) => Address;
  readonly callIntegers: (which: number) => Address;
  readonly callDoubles: (which: number) => Address;
  readonly findChildren: () => void;
  readonly firstChild: Cell;
  readonly children: Cell;
  readonly insideThemselves: (texts: number) => Address;
  readonly sumBrief: (
    length: number,
    rows: Address,
    parent: Address,
    isOperator: Address,
    optimizers: Address,
    limit: number,
  ) => void;
  readonly briefCount: Cell;
  readonly briefTime: Cell;
  readonly optimizerTime: Cell;
  readonly operatorTime: Cell;
  readonly findOutermost: (length: number, rows: Address, parent: Address, isOperator: Address) => void;
  readonly outermostRows: Cell;
  readonly outermostCount: Cell;
  readonly timeFrames: (
    length: number,
    host: Address,
    hostInside: Address,
    deviceTotal: Address,
    deviceSelf: Address,
  ) => void;
  readonly frameTimes: Cell;
  readonly orderFrames: (firstChild: Address, children: Address) => void;
  readonly namesOfFrames: (name: Address, texts: number) => Address;
  readonly sumFunctions: (
    name: Address,
    calls: Address,
    isInside: Address,
    isFunction: Address,
    texts: number,
  ) => void;
  readonly functions: Cell;
  readonly functionSums: Cell;
  readonly weighOperators: (
    length: number,
    kinds: Address,
    names: Address,
    device: Address,
    host: Address,
    texts: number,
  ) => void;
  readonly weighLaunches: (
    device: Address,
    launchers: Address,
    count: number,
    times: Address,
    texts: number,
  ) => void;
  readonly setTree: (parent: Address, kinds: Address, names: Address, sites: Address) => void;
  readonly setFiles: (functionFile: Address, callFile: Address, files: number) => void;
  readonly findAround: (nodes: Address, length: number) => void;
  readonly aroundTexts: Cell;
  readonly aroundEnds: Cell;
  readonly heaviest: Cell;
  readonly heaviestNodes: Cell;
  readonly heaviestCount: Cell;
  readonly findAllocators: (
    order: Address,
    events: number,
    times: Address,
    threads: Address,
    nodes: Address,
    length: number,
    parent: Address,
    mergedInto: Address,
    tracks: number,
  ) => Address;
  readonly followMemory: (
    events: Address,
    count: number,
    times: Address,
    changes: Address,
    totals: Address,
    reserved: Address,
  ) => void;
  readonly momentOf: Cell;
  readonly allocatedAfter: Cell;
  readonly reservedAfter: Cell;
  readonly peakPlace: Cell;
  readonly mostReserved: Cell;
  readonly findHeld: (events: Address, changes: Address, addresses: Address) => void;
  readonly held: Cell;
  readonly heldCount: Cell;
  readonly sumBlocks: (
    events: Address,
    count: number,
    nodeOf: Address,
    bytes: Address,
    length: number,
    parent: Address,
  ) => void;
  readonly ownIncrease: Cell;
  readonly ownAllocated: Cell;
  readonly ownAllocations: Cell;
  readonly allIncrease: Cell;
  readonly allAllocated: Cell;
  readonly allAllocations: Cell;
  readonly beginExtent: () => void;
  readonly extend: (
    rows: Address,
    length: number,
    start: Address,
    end: Address,
    kind: Address,
    category: Address,
    track: Address,
    without: number,
    tracks: Address,
  ) => void;
  readonly extentFrom: Cell;
  readonly extentTo: Cell;
  readonly extentKinds: Cell;
  readonly sortBy: (places: Address, length: number, numbers: Address) => void;
  readonly describe: (numbers: Address, length: number) => Address;
  readonly mean: Cell;
  readonly squares: Cell;
  readonly sum: (numbers: Address, length: number) => number;
  readonly countAbove: (numbers: Address, length: number, limit: number) => number;
  readonly unite: (host: Address, hosts: number, device: Address, devices: number) => void;
  readonly uniteDevice: (order: Address, marks: Address, mark: number) => void;
  readonly intersect: Both;
  readonly subtract: Both;
  readonly lengthWithin: (starts: Address, ends: Address, count: number, from: number, to: number) => number;
  readonly spanStart: Cell;
  readonly spanEnd: Cell;
  readonly spanCount: Cell;
  readonly findLaunched: (
    device: Address,
    devices: number,
    launchers: Address,
    from: Address,
    to: Address,
    reach: Address,
    steps: number,
  ) => number;
  readonly launchedCount: Cell;
  readonly launchedFrom: Cell;
  readonly launchedTo: Cell;
  readonly findRoles: (
    host: Address,
    hosts: number,
    device: Address,
    devices: number,
    roleOfKind: Address,
    roleOfName: Address,
    types: Address,
    communication: number,
    externalId: Address,
  ) => void;
  readonly roleRows: Cell;
  readonly roleEnds: Cell;
}
