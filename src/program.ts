/**
 * All that computes, in one bundle: the command line and the extension's threads are for the most part the same code. What is
 * imported when it is wanted is compiled and run only then: a trace is read before the models' families would be there.
 */
export const commandLine = async (): Promise<void> => (await import('./cli/main')).main();
export const analysisThread = async (): Promise<void> => (await import('./worker/main')).main();
