/** The scanner of trace events: an AssemblyScript module, compiled into the bundle by build.mjs. */
export {
  argCount,
  argRow,
  argValue,
  flowCategory,
  flowId,
  flowName,
  flowPhase,
  flows,
  flowTime,
  flowTrack,
  fractionalTimes,
  instantCategory,
  instantName,
  instants,
  instantTime,
  instantTrack,
  latest,
  memories,
  memoryTime,
  memoryTrack,
  memoryValues,
  sliceCategory,
  sliceDuration,
  sliceName,
  slices,
  sliceStart,
  sliceTrack,
} from './batch.as';
export { events, scan, setArgument, setPhase, setTimes, stopped } from './events.as';
export { allocate, used } from './memory.as';
export { learn } from './separators.as';
export { count, entryOf, faults, findText, intern, internEscaped, markFault } from './texts.as';
