import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Installation, installVsCode } from './install';
import { startGroup, stopGroup } from './process-group';

const START_SECONDS = 60;

/** A quiet editor: no trust question, no welcome page, nothing that asks the network. */
const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  // As on a desktop: a test's edits stay in the editor.
  'files.autoSave': 'off',
};

/** Keeps the editor from asking an extension gallery on the network. */
const NO_GALLERY = JSON.stringify({ serviceUrl: '' });

export interface VsCodeOptions {
  /** The folder to open. */
  readonly workspace: string;
  /** An extension's folder, run from its sources' build … */
  readonly extensionDevelopmentPath?: string;
  /** … or a package, installed as a user would. */
  readonly vsix?: string;
  /** A module exporting `run(): Promise<void>`, called in the extension host. */
  readonly testsPath?: string;
  /** User settings beside the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface VsCode {
  /** Opens the workbench. */
  readonly url: string;
  /** What the server printed so far. */
  readonly log: () => string;
  /** Settles when the server has ended. */
  readonly ended: Promise<unknown>;
  readonly stop: () => Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port to listen on'));
        else resolve(address.port);
      });
    });
  });

const install = async (
  { node, server }: Installation,
  vsix: string,
  folders: readonly string[],
  env: NodeJS.ProcessEnv,
) => {
  const args = [server, ...folders, '--accept-server-license-terms', '--install-extension', vsix, '--force'];
  const { stdout } = await promisify(execFile)(node, args, { env });
  if (!stdout.includes('successfully installed')) throw new Error(`${vsix} was not installed:\n${stdout}`);
};

const workbenchUrl = (
  port: number,
  { workspace, extensionDevelopmentPath, testsPath }: VsCodeOptions,
): string => {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [
    ['skipWelcome', 'true'],
    ...(extensionDevelopmentPath === undefined
      ? []
      : [['extensionDevelopmentPath', remote(extensionDevelopmentPath)]]),
    ...(testsPath === undefined ? [] : [['extensionTestsPath', remote(testsPath)]]),
  ];
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query.toString()}`;
};

/** Starts a real VS Code on 127.0.0.1 with folders of its own. Call `stop` when done, also on failure. */
export const startVsCode = async (options: VsCodeOptions): Promise<VsCode> => {
  const installation = await installVsCode();
  const home = await mkdtemp(join(tmpdir(), 'wattlens-vscode-'));
  const [data, user, extensions] = ['server-data', 'user-data', 'extensions'].map((name) => join(home, name));
  const folders = [`--server-data-dir=${data}`, `--user-data-dir=${user}`, `--extensions-dir=${extensions}`];
  const env = {
    ...process.env,
    EXTENSIONS_GALLERY: NO_GALLERY,
    VSCODE_IPC_HOOK_CLI: undefined,
    ELECTRON_RUN_AS_NODE: undefined,
  };
  await mkdir(`${user}/User`, { recursive: true });
  await writeFile(
    `${user}/User/settings.json`,
    JSON.stringify({ ...SETTINGS, ...options.settings }, undefined, 2),
  );
  if (options.vsix !== undefined) await install(installation, options.vsix, folders, env);

  const port = await freePort();
  const child = startGroup(
    installation.node,
    [
      installation.server,
      ...folders,
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
      ...['--accept-server-license-terms', '--enable-smoke-test-driver', '--telemetry-level', 'off'],
    ],
    env,
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const stop = async (): Promise<void> => {
    await stopGroup(child);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };

  const deadline = Date.now() + START_SECONDS * 1000;
  while (!printed.includes(`:${port}`)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`VS Code's server did not start:\n${printed}`);
    }
    await setTimeout(50);
  }
  return { url: workbenchUrl(port, options), log: () => printed, ended: once(child, 'exit'), stop };
};
