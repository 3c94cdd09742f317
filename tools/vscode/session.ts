/** Opens the sample workspace in a real VS Code with Wattlens, until Ctrl+C: prints the address for any browser. */
import { resolve } from 'node:path';
import { startVsCode } from './server';
import { SAMPLE_WORKSPACE } from './workspace';

const code = await startVsCode({
  workspace: resolve(process.argv[2] ?? SAMPLE_WORKSPACE),
  extensionDevelopmentPath: process.cwd(),
});
console.log(`VS Code with Wattlens: ${code.url}\nStop it with Ctrl+C.`);
await code.ended;
