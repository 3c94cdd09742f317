import assert from 'node:assert/strict';
import {
  type CodeAction,
  commands,
  ConfigurationTarget,
  DiagnosticSeverity,
  languages,
  type Uri,
  workspace,
} from 'vscode';
import { closeAll, eventually, openSample } from './support';

const CONFIG = 'configs/gpt2/config.json';

const ours = (uri: Uri) => languages.getDiagnostics(uri).filter(({ source }) => source === 'Wattlens');

const adviceOn = (uri: Uri) => eventually('advice', () => ours(uri)[0]);

const fixesOf = async (path: string) => {
  const document = await openSample(path);
  const diagnostic = await adviceOn(document.uri);
  // The window learns of a diagnostic a little after the extension host.
  const actions = await eventually('quick fixes', async () => {
    const all = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      diagnostic.range,
      'quickfix',
    );
    const changes = all.filter(({ title }) => title.startsWith('Change to '));
    return changes.length === 0 ? undefined : changes;
  });
  return { document, diagnostic, actions };
};

describe('advice', () => {
  afterEach(async () => {
    await workspace
      .getConfiguration('wattlens')
      .update('advice.enabled', undefined, ConfigurationTarget.Global);
    await commands.executeCommand('workbench.action.files.revert');
    await closeAll();
  });

  it('marks a vocabulary off the tile at its value, and mends it', async () => {
    const { document, diagnostic, actions } = await fixesOf(CONFIG);
    assert.equal(diagnostic.severity, DiagnosticSeverity.Information);
    const { code } = diagnostic;
    assert.ok(typeof code === 'object', 'the rule has a link');
    assert.equal(code.value, 'vocabulary-tile');
    assert.equal(code.target.fragment, 'vocabulary-tile');
    const guide = await workspace.openTextDocument(code.target.with({ fragment: '' }));
    assert.match(guide.getText(), /^## vocabulary-tile$/m);
    assert.equal(document.getText(diagnostic.range), '50257');
    const [fix, ...others] = actions;
    assert.deepEqual(
      others.map(({ title }) => title),
      [],
    );
    assert.ok(fix?.edit !== undefined, JSON.stringify(fix));
    const before = document.getText();
    assert.ok(await workspace.applyEdit(fix.edit));
    assert.equal(document.getText(), before.replace('50257', '50304'));
    await eventually('no advice', () => ours(document.uri).length === 0 || undefined);
  });

  it('offers the model type that was meant', async () => {
    const { diagnostic, actions } = await fixesOf('broken/misspelt.config.json');
    assert.equal(diagnostic.severity, DiagnosticSeverity.Error);
    assert.ok(
      actions.some(({ title }) => title === 'Change to "llama"'),
      actions.map(({ title }) => title).join(),
    );
  });

  it('can be turned off', async () => {
    const { uri } = await openSample(CONFIG);
    await adviceOn(uri);
    await workspace.getConfiguration('wattlens').update('advice.enabled', false, ConfigurationTarget.Global);
    await eventually('no advice', () => ours(uri).length === 0 || undefined);
  });
});
