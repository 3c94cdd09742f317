/** The loops of the analyses over all rows: an AssemblyScript module, compiled into the bundle by build.mjs. */
export { aroundEnds, aroundTexts, findAround, setFiles, setTree } from './around.as';
export {
  beginGroups,
  byInteger,
  byName,
  byText,
  countByGroup,
  firstByGroup,
  firstOf,
  group,
  groupOf,
  keepWanted,
  outermost,
  renumber,
  splitByGroup,
  splitEnds,
  splitRows,
  sumByGroup,
  sumDurationsByGroup,
} from './groups.as';
export {
  breakDown,
  gapFrom,
  gapPlace,
  gaps,
  secondsBy,
  stretchBound,
  stretches,
  stretchRow,
  stretchTo,
  totalBound,
  totalCount,
  totalName,
  totals,
  totalTime,
} from './critical-path/bounds.as';
export {
  beginDevice,
  keepLinked,
  last as lastOnStream,
  lastOnStreamOf,
  letReturn,
  letWait,
  linked,
  linkedCount,
  passUntil,
  streams,
} from './critical-path/device.as';
export { beginQueues, followQueue } from './critical-path/first.as';
export { beginGraph, countEdges, nodes } from './critical-path/graph.as';
export {
  connectThread,
  findThreads,
  keepWithin,
  kept,
  keptCount,
  threadEnds,
  threads,
} from './critical-path/host.as';
export { findLongest } from './critical-path/longest.as';
export { findRuns } from './critical-path/runs.as';
export { lengthsWithout } from './critical-path/without.as';
export { hostWait, kernelWait, otherWait, sumWaits } from './device/idle.as';
export {
  addWeights,
  beginWeights,
  kernelCount,
  kernelFirst,
  kernelLeast,
  kernelMost,
  kernelSquares,
  kernelSum,
  sumKernels,
  weighted,
  weights,
} from './device/kernels.as';
export {
  callTimes,
  countShorter,
  delays,
  markLaunched,
  measureLaunches,
  workTimes,
} from './device/launches.as';
export {
  changeIsLaunch,
  changeRow,
  changeTime,
  fullTime,
  measureQueue,
  orderChanges,
  queueArea,
  queueLengths,
} from './device/queue.as';
export {
  gather,
  keepMarked,
  markKinds,
  markNames,
  setDevice,
  spreadBytes,
  typeDevice,
} from './device/rows.as';
export { groupByTrack, orderDevice, streamEnds, streamRows } from './device/streams.as';
export { combinationCount, combinations, combinedTime, sweepTypes } from './device/types.as';
export { beginExtent, extend, extentFrom, extentKinds, extentTo } from './extent.as';
export {
  frameTimes,
  functions,
  functionSums,
  namesOfFrames,
  orderFrames,
  sumFunctions,
  timeFrames,
} from './frames.as';
export { findLaunchers } from './launches.as';
export {
  briefCount,
  briefTime,
  findOutermost,
  operatorTime,
  optimizerTime,
  outermostCount,
  outermostRows,
  sumBrief,
} from './brief.as';
export {
  findLines,
  lineOperators,
  linePlaces,
  lines,
  namesOfLines,
  operatorsBelow,
  setCalls,
  setSums,
  textsOfPython,
} from './lines.as';
export { allocate, release, used } from './memory.as';
export { findModules, modulePlaces, modules } from './modules.as';
export {
  boundFound,
  countKinds,
  findNamed,
  found,
  foundCount,
  foundFrom,
  foundTo,
  kindsByName,
  placesNamed,
  sumDurations,
} from './names.as';
export { findPatterns, patternCount, patternDevice, patternHost, patternRoot, patterns } from './patterns.as';
export { countAbove, describe, mean, squares, sum } from './numbers.as';
export { setNames, setTimes, start } from './rows.as';
export { findRoots, gatherUnder, rootCount, rootEnds, rootRows, roots } from './sequences.as';
export {
  allocatedAfter,
  findHeld,
  followMemory,
  held,
  heldCount,
  momentOf,
  mostReserved,
  peakPlace,
  reservedAfter,
} from './timeline.as';
export {
  addTimes,
  deviceSelf,
  deviceTotal,
  finishTree,
  hostSelf,
  isOperator,
  mergedInto,
  nodeCount,
  nodeRow,
  parent,
  plantTree,
  tellsIds,
  tensorSelf,
  tensorTotal,
} from './tree.as';
export { heaviest, heaviestCount, heaviestNodes, weighLaunches, weighOperators } from './sites.as';
export { sortBy } from './sort.as';
export {
  intersect,
  lengthWithin,
  spanCount,
  spanEnd,
  spanStart,
  subtract,
  unite,
  uniteDevice,
} from './spans.as';
export {
  findLaunched,
  findRoles,
  launchedCount,
  launchedFrom,
  launchedTo,
  roleEnds,
  roleRows,
} from './steps.as';
export {
  addLaunched,
  byNodeOfLaunch,
  callDoubles,
  callIntegers,
  callNodes,
  children,
  findChildren,
  firstChild,
  growCalls,
  insideThemselves,
} from './calls.as';
export {
  allAllocated,
  allAllocations,
  allIncrease,
  findAllocators,
  ownAllocated,
  ownAllocations,
  ownIncrease,
  sumBlocks,
} from './blocks.as';
