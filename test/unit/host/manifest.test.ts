import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly customEditors: readonly { readonly selector: readonly { readonly filenamePattern: string }[] }[];
  };
};

const TRACES = [
  'rank0.pt.trace.json',
  'rank0.pt.trace.json.gz',
  'rank0.pt.trace.json.zst',
  'rank0.pt.trace.json.zip',
  'host.xplane.pb',
  'run.nsys-rep.sqlite',
  'rank0.chakra.et',
];

const explorerPattern = (command: string): RegExp => {
  const entry = contributes.menus['explorer/context']?.find((one) => one.command === command);
  const source = /resourceFilename =~ \/(.*)\//.exec(entry?.when ?? '')?.[1];
  assert.ok(source !== undefined, command);
  return new RegExp(source);
};

test('the explorer offers its commands on every kind of trace', () => {
  for (const command of ['wattlens.analyze', 'wattlens.compareTraces'])
    for (const name of TRACES) assert.match(name, explorerPattern(command), command);
  for (const name of TRACES.slice(0, 5)) assert.match(name, explorerPattern('wattlens.compareTrace'));
  assert.doesNotMatch('model.py', explorerPattern('wattlens.analyze'));
});

test('every kind of trace opens in the trace editor, by itself or by “Open With…”', () => {
  const endings = contributes.customEditors.flatMap(({ selector }) =>
    selector.map(({ filenamePattern }) => filenamePattern.replace(/^\*/, '')),
  );
  for (const name of [...TRACES, 'trace.json', 'trace.json.zst', 'trace.json.zip', 'rank0.pb'])
    assert.ok(
      endings.some((ending) => name.endsWith(ending)),
      name,
    );
});

test('menus name commands that there are', () => {
  const known = new Set(contributes.commands.map(({ command }) => command));
  for (const entries of Object.values(contributes.menus))
    for (const { command } of entries) assert.ok(known.has(command), command);
});
