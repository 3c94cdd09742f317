// `npm test`: every check, one after the other, then one line for each. `npm test -- unit host` runs only those named.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const testFiles = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => join(folder, name))
    .sort();

const nodeTest = (folder, ...flags) => [
  process.execPath,
  '--test',
  '--test-reporter=spec',
  ...flags,
  ...testFiles(folder),
];

const RUNNERS = {
  lint: () => ['npm', 'run', '--silent', 'lint'],
  types: () => ['npm', 'run', '--silent', 'typecheck'],
  build: () => ['npm', 'run', '--silent', 'build:tests'],
  unit: () => nodeTest('out/test'),
  webview: () => nodeTest('out/webview', '--test-concurrency=1'),
  host: () => [process.execPath, 'out/tools/vscode/host-tests.mjs'],
  e2e: () => nodeTest('out/e2e', '--test-concurrency=1'),
};

/** They type and click in a real VS Code, whose timing is not ours: a failure must come twice to count. */
const DRIVEN = new Set(['host', 'e2e']);

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(RUNNERS, name));
if (unknown.length > 0) {
  console.error(`No runner is called ${unknown.join(', ')}; there are ${Object.keys(RUNNERS).join(', ')}.`);
  process.exit(2);
}

const results = Object.entries(RUNNERS)
  .filter(([name]) => named.length === 0 || name === 'build' || named.includes(name))
  .map(([name, command]) => {
    console.log(`\n── ${name} ──`);
    const begun = Date.now();
    const [program, ...args] = command();
    const run = () => spawnSync(program, args, { stdio: 'inherit' }).status === 0;
    const first = run();
    if (!first && DRIVEN.has(name))
      console.log(`\n── ${name} failed; once more, since it drives a real window ──`);
    const passed = first || (DRIVEN.has(name) && run());
    const note = passed && !first ? ', at the second try' : '';
    return { name, passed, note, seconds: Math.round((Date.now() - begun) / 1000) };
  });

console.log('');
for (const { name, passed, note, seconds } of results)
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds} s${note})`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
