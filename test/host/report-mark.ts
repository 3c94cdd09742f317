/** Begins each line of mocha's report, so that the runner finds it in the window's console. */
export const REPORT_MARK = '│ ';
