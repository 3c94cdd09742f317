/** Runs the suite in `out/host` in a downloaded desktop VS Code; needs a display (`xvfb-run -a` gives one). */
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { copyWorkspace } from './workspace';

const workspace = await copyWorkspace();
try {
  process.exitCode = await runTests({
    extensionDevelopmentPath: process.cwd(),
    extensionTestsPath: join(process.cwd(), 'out/host/index.js'),
    launchArgs: [
      workspace.folder,
      '--disable-extensions',
      '--disable-workspace-trust',
      '--skip-welcome',
      '--no-sandbox',
    ],
  });
} finally {
  await workspace.remove();
}
