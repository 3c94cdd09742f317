// Bundles a bench of this folder and runs it: `node test/bench/run.mjs trace [FILE …]`.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';

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
  plugins: [
    {
      name: 'yaml-data',
      setup: ({ onLoad }) =>
        onLoad({ filter: /\.yaml$/ }, async ({ path }) => ({
          contents: JSON.stringify(load(await readFile(path, 'utf8'))),
          loader: 'json',
        })),
    },
  ],
});
process.exitCode = spawnSync(process.execPath, [outfile, ...args], { stdio: 'inherit' }).status ?? 1;
