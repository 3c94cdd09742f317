import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { REPORT_MARK } from './report-mark';
import { extension } from './support';

describe('the extension', () => {
  it('activates', async () => {
    const { activationMilliseconds } = await extension().activate();
    assert.ok(activationMilliseconds > 0);
    console.log(`${REPORT_MARK}    (own code: ${activationMilliseconds.toFixed(1)} ms)`);
  });

  it('registers every command it contributes', async () => {
    const { contributes } = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await commands.getCommands());
    const missing = contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
