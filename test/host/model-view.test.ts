import assert from 'node:assert/strict';
import { commands, type TextDocument, TreeItem, window, workspace, WorkspaceEdit } from 'vscode';
import type { ModuleInfo } from '../../src/core/models/modules';
import { closeAll, eventually, extension, openSample } from './support';

const CONFIG = 'configs/llama-8b/config.json';

const provider = async () => (await extension().activate()).modelView;

const childrenOf = async (module?: ModuleInfo): Promise<readonly ModuleInfo[]> =>
  (await (await provider()).getChildren(module)) ?? [];

const topModule = (name: string) =>
  eventually(`${name} in the view`, async () => (await childrenOf()).find((module) => module.name === name));

/** The view changes a moment after the editor, and what it showed before has the same names. */
const shownFor = (document: TextDocument) =>
  eventually('the view of this document', async () =>
    (await provider()).document === document ? true : undefined,
  );

const itemOf = async (module: ModuleInfo): Promise<TreeItem> => {
  const item = await (await provider()).getTreeItem(module);
  assert.ok(item instanceof TreeItem);
  return item;
};

const click = async (module: ModuleInfo): Promise<void> => {
  const { command } = await itemOf(module);
  assert.ok(command?.arguments !== undefined);
  await commands.executeCommand(command.command, ...command.arguments);
};

const replaceText = async (document: TextDocument, from: string, to: string): Promise<void> => {
  const start = document.positionAt(document.getText().indexOf(from));
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, document.getWordRangeAtPosition(start) ?? assert.fail(), to);
  assert.ok(await workspace.applyEdit(edit));
};

describe('the model view', () => {
  afterEach(async () => {
    await commands.executeCommand('workbench.action.files.revert');
    await closeAll();
  });

  it('shows layers as one line with parameters and the cost of each phase', async () => {
    await openSample(CONFIG);
    await commands.executeCommand('wattlens.model.focus');
    const layers = await topModule('model.layers');
    const { description } = await itemOf(layers);
    assert.match(
      String(description),
      /^×32 · 6\.98 billion \(86\.9 %\) · prefill [\d.]+ TFLOPs?, [\d.]+ GB · decode [\d.]+ GFLOPs?, [\d.]+ GB$/,
    );
    assert.ok(layers.children.length > 3);
  });

  it('selects the field that sizes a module', async () => {
    const document = await openSample(CONFIG);
    await shownFor(document);
    await click(await topModule('model.layers'));
    // A selection reaches the editor's window a moment after it was asked for.
    const selected = await eventually('a selected value', () => {
      const editor = window.activeTextEditor;
      const here = editor?.document.uri.toString() === document.uri.toString();
      return here && !editor.selection.isEmpty ? editor.selection : undefined;
    });
    assert.match(document.lineAt(selected.start.line).text, /num_hidden_layers/);
    assert.equal(document.getText(selected), '32');
  });

  it('follows changes and the active editor, and empties with it', async () => {
    const document = await openSample(CONFIG);
    await shownFor(document);
    await replaceText(document, '32,\n  "num_key_value_heads', '16');
    await eventually('sixteen layers', async () =>
      (await childrenOf()).some(({ repeat }) => repeat === 16) ? true : undefined,
    );
    await commands.executeCommand('workbench.action.files.revert');
    await openSample('configs/gpt2/config.json');
    await topModule('transformer.h');
    await openSample('tsconfig.json');
    await eventually('an empty view', async () => ((await childrenOf()).length === 0 ? true : undefined));
  });
});
