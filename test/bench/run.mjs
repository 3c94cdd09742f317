// Bundles a bench of this folder and runs it: `node test/bench/run.mjs trace [FILE …]`.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { plugins } from '../../tools/build/plugins.mjs';

const [name, ...args] = process.argv.slice(2);
const outdir = 'out/bench';
await build({
  // Some measure in processes of their own.
  entryPoints: [name, `${name}-child`]
    .map((file) => `test/bench/${file}.ts`)
    .filter((file) => existsSync(file)),
  outdir,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  external: ['playwright-core'],
  plugins,
});
// What a bench has in a folder of its name runs in a browser, beside the page it measures.
const parts = ['page.ts', 'worker.ts']
  .map((part) => `test/bench/${name}/${part}`)
  .filter((part) => existsSync(part));
if (parts.length > 0)
  await build({
    entryPoints: ['webview/main.ts', ...parts],
    entryNames: '[name]',
    outdir: `out/bench/${name}`,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'chrome128',
    format: 'iife',
    plugins,
  });
process.exitCode =
  spawnSync(process.execPath, [`${outdir}/${name}.cjs`, ...args], { stdio: 'inherit' }).status ?? 1;
