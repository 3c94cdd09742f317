import { Uri, window, workspace } from 'vscode';
import type { Choice } from '../../protocol/panel-state';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { fileNameOf } from '../analysis/source';
import { pick, type PickItem } from '../commands/steps';
import { type Step, walk } from '../commands/walk';
import type { Config } from '../config';
import type { ConfigDocuments } from '../editor/config-documents';

const TITLE = 'New Scenario';
const MOST_FILES = 200;
const CONFIG_FILES = '**/{*config*.json,model_index.json,params.json}';
const IGNORED = '**/{node_modules,.git,dist,out}/**';

interface Known {
  readonly config?: Uri;
  readonly accelerator?: string;
  readonly zone?: string;
}

const itemOf = ({ id, label, detail }: Choice): PickItem<string> => ({
  value: id,
  label,
  description: id,
  ...(detail === undefined ? {} : { detail }),
});

/** A name that no file has yet. */
const freeName = async (config: Uri): Promise<Uri> => {
  const own = fileNameOf(config).replace(/\.[^.]*$/, '');
  const folder = fileNameOf(Uri.joinPath(config, '..'));
  const name = own === 'config' && folder !== '' ? folder : own;
  for (let number = 1; ; number++) {
    const uri = Uri.joinPath(config, '..', `${name}${number === 1 ? '' : `-${number}`}.wattlens.yaml`);
    const taken = await workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!taken) return uri;
  }
};

/** Asks which config, on what and where, and writes a scenario whose budgets it keeps. */
export class ScenarioMaker {
  constructor(
    private readonly worker: AnalysisWorker,
    private readonly configs: ConfigDocuments,
    private readonly config: Config,
  ) {}

  async make(about?: Uri): Promise<void> {
    const defaults = this.config.defaults(about);
    const start: Known = {
      ...(about === undefined ? {} : { config: about }),
      accelerator: defaults.accelerator,
      ...(defaults.zone === undefined ? {} : { zone: defaults.zone }),
    };
    const known = await walk<Known>(TITLE, start, () => [this.whichConfig, this.onWhat, this.where]);
    if (known?.config === undefined || known.accelerator === undefined || known.zone === undefined) return;
    const { config, accelerator, zone } = known;
    const source = await this.configs.source(await workspace.openTextDocument(config));
    const choice = { file: fileNameOf(config), accelerator, count: 1, zone };
    const outcome = await this.worker.remote.newScenario(source, choice, this.config.defaults(config));
    if (!outcome.ok) throw new Error(outcome.fault.message);
    const uri = await freeName(config);
    await workspace.fs.writeFile(uri, new TextEncoder().encode(outcome.value));
    await window.showTextDocument(uri);
  }

  private readonly whichConfig: Step<Known> = async (known, place) => {
    const found = await workspace.findFiles(CONFIG_FILES, IGNORED, MOST_FILES);
    const own = known.config === undefined || !(await this.isConfig(known.config)) ? [] : [known.config];
    const others = found
      .filter(({ path }) => path !== own[0]?.path)
      .sort((a, b) => a.path.localeCompare(b.path));
    const items = [...own, ...others].map((value) => ({ value, label: workspace.asRelativePath(value) }));
    if (items.length === 0) throw new Error('there is no model config in this workspace');
    const answer = await pick(place, { placeholder: 'Model config', items, selected: own[0] ?? others[0] });
    return typeof answer === 'string' ? answer : { value: { ...known, config: answer.value } };
  };

  private readonly onWhat: Step<Known> = async (known, place) => {
    const items = (await this.worker.remote.accelerators()).map(itemOf);
    const answer = await pick(place, { placeholder: 'Accelerator', items, selected: known.accelerator });
    return typeof answer === 'string' ? answer : { value: { ...known, accelerator: answer.value } };
  };

  private readonly where: Step<Known> = async (known, place) => {
    const search = async (query: string) => (await this.worker.remote.zones(query)).map(itemOf);
    // Without a setting the world's average stands first, and what is taken is the user's own choice.
    const items = await search(known.zone ?? '');
    const answer = await pick(place, {
      placeholder:
        'Where it runs: type a country, a zone or a cloud region (the setting wattlens.zone is offered first)',
      items,
      selected: known.zone ?? items[0]?.value,
      search,
    });
    return typeof answer === 'string' ? answer : { value: { ...known, zone: answer.value } };
  };

  private async isConfig(uri: Uri): Promise<boolean> {
    const document = await workspace.openTextDocument(uri);
    return (await this.configs.check(document)) !== undefined;
  }
}
