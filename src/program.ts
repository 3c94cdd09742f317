/** All that computes, in one bundle: the command line and the extension's threads are for the most part the same code. */
export { main as commandLine } from './cli/main';
export { main as analysisThread } from './worker/main';
