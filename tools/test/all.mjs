// `npm test`: every check, one after the other, then one line for each. `npm test -- unit host` runs only those named.
import { spawn } from 'node:child_process';
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

/** How node's and mocha's reports begin the line of a test that failed. */
const FAILURE = /^\s*(✖ (?!failing tests)|\d+\) )/;

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(RUNNERS, name));
if (unknown.length > 0) {
  console.error(`No runner is called ${unknown.join(', ')}; there are ${Object.keys(RUNNERS).join(', ')}.`);
  process.exit(2);
}

/** Runs a check, showing what it prints; tells whether it passed, and the lines that name what failed. */
const run = ([program, ...args]) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      process.stdout.write(text);
      printed += text;
    });
    child.once('close', (code) => {
      const failures = printed.split('\n').filter((line) => FAILURE.test(line));
      resolve({ passed: code === 0, failures: [...new Set(failures.map((line) => line.trim()))] });
    });
  });

const check = async (name) => {
  console.log(`\n── ${name} ──`);
  const begun = Date.now();
  const command = RUNNERS[name]();
  const first = await run(command);
  const again = !first.passed && DRIVEN.has(name);
  if (again) console.log(`\n── ${name} failed; once more, since it drives a real window ──`);
  const { passed } = again ? await run(command) : first;
  const seconds = Math.round((Date.now() - begun) / 1000);
  const note = passed && again ? ', at the second try' : '';
  return { passed, failures: first.failures, line: `${name} (${seconds} s${note})` };
};

const results = [];
for (const name of Object.keys(RUNNERS))
  if (named.length === 0 || name === 'build' || named.includes(name)) results.push(await check(name));

console.log('');
for (const { passed, failures, line } of results) {
  console.log(`${passed ? 'passed' : 'FAILED'}  ${line}`);
  for (const failure of failures) console.log(`          ${failure}`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
