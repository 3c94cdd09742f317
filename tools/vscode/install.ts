import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** VS Code's server as code-server publishes it, and the Node it asks for, both from the npm registry. */
const CODE_SERVER = 'code-server@4.139.1';
const NODE = `node-${process.platform}-${process.arch}`;
const NODE_VERSION = '24.21.0';
const FOLDER = join(process.cwd(), '.vscode-test', 'code-server');

export interface Installation {
  /** The Node binary to run the server with. */
  readonly node: string;
  readonly server: string;
}

const npm = async (folder: string, ...args: string[]): Promise<void> => {
  await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...args], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
};

/** Native modules that would have to be compiled, and what stands in: no watchdog for orphans, no log files. */
const STUBS: Readonly<Record<string, string>> = {
  '@vscode/native-watchdog': 'exports.start = () => {};\n',
  '@vscode/spdlog': `
    const nothing = () => {};
    class Logger {}
    for (const name of ['trace', 'debug', 'info', 'warn', 'error', 'critical', 'setLevel', 'setPattern', 'clearFormatters', 'flush', 'drop'])
      Logger.prototype[name] = nothing;
    exports.setLevel = exports.setFlushOn = nothing;
    exports.createRotatingLogger = exports.createAsyncRotatingLogger = async () => new Logger();
  `,
};

/** Makes a real VS Code in `.vscode-test/` (about half a minute, once), without a compiler. */
export const installVsCode = async (): Promise<Installation> => {
  const vscode = join(FOLDER, 'node_modules/code-server/lib/vscode');
  const installation = {
    node: join(FOLDER, 'node_modules', NODE, 'bin/node'),
    server: join(vscode, 'out/server-main.js'),
  };
  const stamp = join(FOLDER, 'installed.txt');
  const wanted = `${CODE_SERVER} ${NODE}@${NODE_VERSION}\n`;
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return installation;

  console.log(`Installing a real VS Code (${CODE_SERVER}) into .vscode-test/ …`);
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, 'package.json'), '{ "private": true }\n');
  await npm(FOLDER, '--save-exact', CODE_SERVER, `${NODE}@${NODE_VERSION}`);
  await npm(vscode, '--omit=dev');
  for (const [name, code] of Object.entries(STUBS))
    await writeFile(join(vscode, 'node_modules', name, 'index.js'), code);
  await writeFile(stamp, wanted);
  return installation;
};
