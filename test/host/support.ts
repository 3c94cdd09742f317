import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { commands, extensions, type TextDocument, Uri, window, workspace } from 'vscode';
import type { WattlensApi } from '../../src/host/extension';

const PATIENCE_MILLISECONDS = 20_000;

export const extension = () => {
  const found = extensions.getExtension<WattlensApi>('wattlens.wattlens');
  assert.ok(found, 'the extension is not there');
  return found;
};

/** A file of the sample workspace. */
export const sample = (path: string): Uri => {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return Uri.joinPath(folder.uri, path);
};

export const openSample = async (path: string): Promise<TextDocument> => {
  const document = await workspace.openTextDocument(sample(path));
  await window.showTextDocument(document);
  return document;
};

export const closeAll = async (): Promise<void> => {
  await commands.executeCommand('workbench.action.closeAllEditors');
};

/** Asks again until there is an answer. */
export const eventually = async <T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
): Promise<T> => {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    assert.ok(Date.now() < deadline, `waited in vain for ${what}`);
    await setTimeout(50);
  }
};

/** No API tells when a quick input is up. */
const STEP_MILLISECONDS = 300;

/** Runs a command that asks step by step, and takes the second choice of each step. */
export const takeSecondOfEach = async (command: string, uri: Uri): Promise<void> => {
  let open = true;
  const asked = Promise.resolve(commands.executeCommand(command, uri)).finally(() => (open = false));
  await eventually('the end of the questions', async () => {
    await setTimeout(STEP_MILLISECONDS);
    await commands.executeCommand('workbench.action.quickOpenSelectNext');
    await setTimeout(STEP_MILLISECONDS);
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return open ? undefined : true;
  });
  await asked;
};

export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line that lies beside the extension. */
export const wattlens = (...args: readonly string[]): Promise<Printed> =>
  new Promise((resolve) => {
    const cli = join(extension().extensionPath, 'dist', 'cli.js');
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    execFile(process.execPath, [cli, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
