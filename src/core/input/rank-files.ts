import { Problem } from '../problem';

const TRACE = /\.(json|gz|zip|zst|pb|et|sqlite)$/;

/** Whether a file may be a rank's trace, by its name. */
export const isRankFile = (name: string): boolean => TRACE.test(name);

/**
 * Of the files in a folder those that may be traces, one a rank; `worker10` after `worker9`.
 * @throws Problem where there is none
 */
export const rankFileNames = (names: readonly string[], folder: string): readonly string[] => {
  const traces = names.filter(isRankFile).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (traces.length > 0) return traces;
  throw new Problem('the folder has no trace; expected one file a rank, such as rank0.pt.trace.json.gz', {
    file: folder,
  });
};
