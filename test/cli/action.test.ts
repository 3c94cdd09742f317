import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { load } from 'js-yaml';
import { sample } from './run';

const MARKER = '<!-- wattlens -->';
const SCRIPTS = resolve('tools/action');

describe('the GitHub Action', () => {
  let folder: string;
  let repository: string;
  let summary: string;

  const git = (...args: readonly string[]): void => {
    const identity = [
      '-c',
      'user.name=Test',
      '-c',
      'user.email=test@example.invalid',
      '-c',
      'commit.gpgsign=false',
    ];
    execFileSync('git', [...identity, ...args], { cwd: repository, stdio: 'ignore' });
  };
  const review = (name: string): ReadonlyMap<string, string> => {
    const output = join(folder, `${name}.txt`);
    execFileSync('bash', [join(SCRIPTS, 'review.sh')], {
      cwd: repository,
      env: {
        ...process.env,
        WATTLENS: resolve('.'),
        BASE: 'main',
        ACCELERATOR: 'h100:2',
        ZONE: 'FR',
        OUT: join(folder, name),
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
      },
    });
    return new Map(
      readFileSync(output, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line): [string, string] => [
          line.slice(0, line.indexOf('=')),
          line.slice(line.indexOf('=') + 1),
        ]),
    );
  };
  const edit = (path: string, from: string | RegExp, to: string): void => {
    const file = join(repository, path);
    const text = readFileSync(file, 'utf8');
    assert.notEqual(text.replace(from, to), text);
    writeFileSync(file, text.replace(from, to));
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'wattlens-action-'));
    repository = join(folder, 'repository');
    summary = join(folder, 'summary.md');
    mkdirSync(join(repository, 'scenarios'), { recursive: true });
    cpSync(sample('configs/llama-8b'), join(repository, 'configs/llama-8b'), { recursive: true });
    cpSync(sample('scenarios/chat.wattlens.yaml'), join(repository, 'scenarios/chat.wattlens.yaml'));
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '--message=First');
    git('checkout', '--quiet', '-b', 'topic');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('reviews changed configs and budgets, kept and exceeded', () => {
    edit('configs/llama-8b/config.json', '"num_key_value_heads": 8', '"num_key_value_heads": 32');
    git('commit', '--quiet', '--all', '--message=More heads');
    const kept = review('kept');
    const text = readFileSync(kept.get('markdown') ?? '', 'utf8');
    assert.ok(text.startsWith(`${MARKER}\n\n## Model configs and scenarios changed since main`), text);
    assert.match(text, /num\\_key\\_value\\_heads \| 8 \| 32/);
    assert.match(text, /## All 4 budgets are kept/);
    assert.equal(kept.get('exceeded'), 'false');

    edit('scenarios/chat.wattlens.yaml', /memoryGB: .*/, 'memoryGB: 1');
    const broken = review('broken');
    assert.equal(broken.get('exceeded'), 'true');
    assert.match(readFileSync(broken.get('markdown') ?? '', 'utf8'), /## 1 of 4 budgets is exceeded/);
    const sarif = readFileSync(broken.get('sarif') ?? '', 'utf8');
    assert.match(sarif, /"uri": "scenarios\/chat\.wattlens\.yaml"/);
    assert.match(readFileSync(summary, 'utf8'), /All 4 budgets are kept[^]*1 of 4 budgets is exceeded/);
  });

  it('tells what cannot be read, and reviews the rest', () => {
    edit('configs/llama-8b/config.json', '"hidden_size": 4096', '"hidden_size": -4096');
    edit('scenarios/chat.wattlens.yaml', /zone: IE/, 'zone: Atlantis');
    const broken = review('unreadable');
    assert.equal(broken.get('unreadable'), 'true');
    assert.equal(broken.get('sarif'), '');
    const text = readFileSync(broken.get('markdown') ?? '', 'utf8');
    assert.match(text, /Cannot be read.*config\.json at the working tree:6:18: hidden_size is -4096/);
    assert.match(
      text,
      /Cannot be read.*chat\.wattlens\.yaml:\d+:\d+: site: "Atlantis" is not a known grid zone/,
    );
    edit('configs/llama-8b/config.json', '"hidden_size": -4096', '"hidden_size": 4096');
    edit('scenarios/chat.wattlens.yaml', /zone: Atlantis/, 'zone: IE');
    assert.equal(review('mended').get('unreadable'), 'false');
  });

  /** A `gh` that notes what it is asked, finds these comments, and may be refused. */
  const comment = (found: string, markdown: string, refused = false): { log: string; out: string } => {
    const bin = mkdtempSync(join(folder, 'bin-'));
    const log = join(bin, 'log');
    writeFileSync(
      join(bin, 'gh'),
      `#!/usr/bin/env bash
printf '%s\\n' "$*" >>"${log}"
${refused ? 'exit 1' : ''}
for argument; do [[ $argument == body=@* ]] && cp "\${argument#body=@}" "${bin}/body"; done
case "$*" in *--paginate*) printf '%s' "${found}" ;; esac
exit 0
`,
    );
    chmodSync(join(bin, 'gh'), 0o755);
    const file = join(bin, 'review.md');
    writeFileSync(file, markdown);
    const out = execFileSync('bash', [join(SCRIPTS, 'comment.sh')], {
      env: {
        ...process.env,
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        REVIEW: file,
        PULL_REQUEST: '7',
        GITHUB_REPOSITORY: 'some/where',
      },
      encoding: 'utf8',
    });
    const body = refused ? '' : readFileSync(join(bin, 'body'), 'utf8');
    return { log: `${readFileSync(log, 'utf8')}\n${body}`, out };
  };

  it('writes one comment and then updates it', () => {
    const first = comment('', `${MARKER}\n\nNew\n`).log;
    assert.match(first, /--method POST repos\/some\/where\/issues\/7\/comments/);
    assert.doesNotMatch(first, /PATCH/);
    const second = comment('41\n42\n', `${MARKER}\n\nNewer\n`).log;
    assert.match(second, /--method PATCH repos\/some\/where\/issues\/comments\/41 /);
    assert.doesNotMatch(second, /POST/);
    assert.match(second, /<!-- wattlens -->\n\nNewer/);
    assert.ok(second.includes(`startswith("${MARKER}")`));
  });

  it('cuts what GitHub would refuse, and says so', () => {
    const { log } = comment('', `${MARKER}\n${'a long line\n'.repeat(10_000)}`);
    assert.ok(log.length < 65_536, `${log.length}`);
    assert.match(log, /Cut off here/);
  });

  it('warns where it may not comment', () => {
    assert.match(comment('', `${MARKER}\n`, true).out, /^::warning::/);
  });

  it('names only inputs that it has, and puts none of them into a script', () => {
    const text = readFileSync('action.yml', 'utf8');
    const action = load(text) as {
      inputs: Record<string, unknown>;
      runs: { steps: readonly { run?: string }[] };
    };
    const named = [...text.matchAll(/\binputs\.(\w+)/g)].map(([, name]) => name ?? '');
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((name) => !Object.hasOwn(action.inputs, name)),
      [],
    );
    assert.deepEqual(
      Object.keys(action.inputs).filter((name) => !named.includes(name)),
      [],
    );
    for (const { run } of action.runs.steps) assert.ok(run?.includes('${{') !== true, run);
  });
});
