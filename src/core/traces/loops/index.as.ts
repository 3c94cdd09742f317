/** The loops of the analyses over all rows: an AssemblyScript module, compiled into the bundle by build.mjs. */
export {
  beginGroups,
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
  sumByGroup,
} from './groups.as';
export { findLaunchers } from './launches.as';
export { allocate, release, used } from './memory.as';
export { countKinds, findNamed, found, foundCount, kindsByName, sumDurations } from './names.as';
export { setNames, setTimes } from './rows.as';
export {
  addTimes,
  deviceSelf,
  deviceTotal,
  finishTree,
  hostSelf,
  hostTotal,
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
export { intersect, lengthWithin, spanCount, spanEnd, spanStart, subtract, unite } from './spans.as';
export { findLaunched, findRoles, launchedCount, launchedFrom, launchedTo } from './steps.as';
export {
  addLaunched,
  callDoubles,
  callIntegers,
  callNodes,
  growCalls,
  insideThemselves,
  nodeOfCall,
} from './calls.as';
