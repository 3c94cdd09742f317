// Bundles a bench of this folder and runs it: `node test/bench/run.mjs trace [FILE …]`.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { plugins } from '../../tools/build/plugins.mjs';

const [name, ...args] = process.argv.slice(2);
const outfile = `out/bench/${name}.cjs`;
await build({
  entryPoints: [`test/bench/${name}.ts`],
  outfile,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  plugins,
});
process.exitCode = spawnSync(process.execPath, [outfile, ...args], { stdio: 'inherit' }).status ?? 1;
