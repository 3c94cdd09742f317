// `npm run demo`: analyses the sample config and trace at the prompt, writes the HTML report, and says how to go on in VS Code.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const CONFIG = 'test/fixtures/workspace/configs/llama-8b/config.json';
const TRACE = 'test/fixtures/workspace/traces/llama-step.pt.trace.json.gz';
const ACCELERATORS = 'h100,h200,b200,mi300x,tpu-v5e,l4';
const REPORT = resolve('out/report.html');

const wattlens = (...args) => {
  console.log(`\n$ wattlens ${args.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

mkdirSync('out', { recursive: true });
wattlens('inspect', CONFIG);
wattlens('operators', CONFIG, '--by', 'category');
wattlens('compare', CONFIG, '--on', ACCELERATORS, '--batch', '8', '--zone', 'aws:us-east-1');
wattlens('inspect', TRACE);
wattlens('trace', TRACE);
wattlens('compare', TRACE, '--on', ACCELERATORS, '--zone', 'aws:us-east-1');
wattlens('estimate', CONFIG, '--on', 'h100', '--batch', '8', '--zone', 'aws:us-east-1', '--html', REPORT);

console.log(`
HTML report       ${pathToFileURL(REPORT)}
In VS Code        npm run vscode      (the sample workspace, with Wattlens in it)
Another file      node dist/cli.js help
`);
