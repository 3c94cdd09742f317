// Builds everything with esbuild: `node build.mjs [--watch] [--tests | --measuring]`.
import { build, context } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { plugins } from './tools/build/plugins.mjs';

const args = new Set(process.argv.slice(2));
const production = args.has('--production');

const common = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: production ? 'linked' : 'none',
  logLevel: 'warning',
  plugins,
};
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs', mainFields: ['module', 'main'] };

const browser = { ...common, platform: 'browser', target: 'chrome128', format: 'iife' };

const bundles = [
  { ...node, entryPoints: ['src/host/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  { ...node, entryPoints: ['src/worker/start.ts'], outfile: 'dist/worker.js' },
  {
    ...node,
    entryPoints: ['src/cli/start.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
  },
  // Small always: its text is read at each start.
  { ...node, entryPoints: ['src/program.ts'], outfile: 'dist/program.js', minify: true },
  { ...browser, entryPoints: ['webview/main.ts'], outfile: 'dist/webview.js' },
].filter(({ entryPoints }) => existsSync(entryPoints[0]));

const files = (folder, ending) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .filter((name) => name.endsWith(ending))
        .map((name) => join(folder, name))
    : [];

/** Programs that drive a browser or VS Code from outside; their packages stay in node_modules. */
const runners = {
  ...node,
  format: 'esm',
  packages: 'external',
  splitting: true,
  outExtension: { '.js': '.mjs' },
};

const tests = [
  {
    ...node,
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    entryPoints: [
      ...files('test/unit', '.test.ts'),
      ...files('test/golden', '.test.ts'),
      ...files('test/cli', '.test.ts'),
    ],
    outdir: 'out/test',
    outbase: 'test',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); const __dirname = import.meta.dirname;",
    },
  },
  {
    ...node,
    entryPoints: files('test/host', '.ts'),
    outdir: 'out/host',
    outbase: 'test/host',
    external: ['vscode', 'mocha'],
  },
  {
    ...runners,
    entryPoints: files('tools/vscode', '.ts'),
    outdir: 'out/tools/vscode',
    outbase: 'tools/vscode',
  },
  {
    ...runners,
    entryPoints: files('test/e2e', '.test.ts'),
    outdir: 'out/e2e',
    outbase: 'test/e2e',
  },
  {
    ...runners,
    entryPoints: files('test/webview', '.test.ts'),
    outdir: 'out/webview',
    outbase: 'test/webview',
  },
  { ...browser, entryPoints: ['test/webview/stub/host.ts'], outfile: 'out/webview/stub.js' },
].filter(({ entryPoints }) => entryPoints.length > 0);

/** The scripts that fit coefficients and check estimates against measurements. */
const measuring = [
  {
    ...runners,
    entryPoints: ['validate', 'validate-carbon', 'validate-models', 'validate-traces', 'fit'].map(
      (name) => `tools/${name}/main.ts`,
    ),
    outdir: 'out/measuring',
    outbase: 'tools',
  },
];

const wanted = args.has('--tests') ? tests : args.has('--measuring') ? measuring : bundles;
for (const folder of args.has('--tests')
  ? ['out/test', 'out/host', 'out/tools', 'out/e2e', 'out/webview']
  : [])
  rmSync(folder, { recursive: true, force: true });
/** SQLite's WebAssembly is looked for beside the program that uses it. */
const WASM = 'node-sqlite3-wasm.wasm';
const folder = args.has('--tests') ? 'out/test' : 'dist';
mkdirSync(folder, { recursive: true });
copyFileSync(join('node_modules/node-sqlite3-wasm/dist', WASM), join(folder, WASM));

/** See src/cli/start.ts; without the samples, or where they cannot be read, the program starts without a cache. */
const cacheCode = () => {
  const samples = 'test/fixtures/workspace';
  const env = { ...process.env, WATTLENS_WRITE_CODE_CACHE: '1' };
  for (const command of [
    ['trace', `${samples}/traces/llama-step.pt.trace.json.gz`],
    ['estimate', `${samples}/configs/llama-8b/config.json`, '--on', 'h100'],
  ])
    spawnSync(process.execPath, ['dist/cli.js', ...command, '--json'], { env, stdio: 'ignore' });
};

if (args.has('--watch')) {
  for (const options of wanted) await (await context({ ...options, logLevel: 'info' })).watch();
} else {
  await Promise.all(wanted.map((options) => build(options)));
  if (wanted === bundles) cacheCode();
}
