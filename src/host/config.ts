import {
  type ConfigurationScope,
  ConfigurationTarget,
  type Disposable,
  EventEmitter,
  workspace,
} from 'vscode';
import type { Defaults } from '../protocol/analysis';

const SECTION = 'wattlens';
const DEFAULT_ACCELERATOR = 'h100-sxm5';

/** The settings, typed. A value of another type than package.json declares counts as not set. */
export class Config implements Disposable {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscription = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SECTION)) this.changed.fire();
  });

  codeLensEnabled(scope?: ConfigurationScope): boolean {
    return this.value('codeLens.enabled', scope) !== false;
  }

  /** Whether a changed config tells, beside its lens, what the change does to carbon. */
  headLensEnabled(scope?: ConfigurationScope): boolean {
    return this.value('codeLens.head', scope) !== false;
  }

  adviceEnabled(scope?: ConfigurationScope): boolean {
    return this.value('advice.enabled', scope) !== false;
  }

  /** Whether Python files show what their lines took in the chosen trace. */
  lineTimesEnabled(scope?: ConfigurationScope): boolean {
    return this.value('lineTimes.enabled', scope) !== false;
  }

  /** Keeps the answer where the setting has its value: in the workspace, or else for the user. */
  async setLineTimesEnabled(enabled: boolean): Promise<void> {
    const settings = workspace.getConfiguration(SECTION);
    const { workspaceValue } = settings.inspect('lineTimes.enabled') ?? {};
    const target = workspaceValue === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
    await settings.update('lineTimes.enabled', enabled, target);
  }

  inlayHintsEnabled(scope?: ConfigurationScope): boolean {
    return this.value('inlayHints.enabled', scope) === true;
  }

  /** What every estimate starts from; settings left empty are left to the core's sourced defaults. */
  defaults(scope?: ConfigurationScope): Defaults {
    const zone = this.text('zone', scope);
    const pue = this.number('pue', scope);
    const lifetimeYears = this.number('lifetimeYears', scope);
    const compareWith = this.value('compareWith', scope);
    return {
      accelerator: this.text('defaultAccelerator', scope) ?? DEFAULT_ACCELERATOR,
      ...(zone === undefined ? {} : { zone }),
      ...(pue === undefined ? {} : { pue }),
      ...(lifetimeYears === undefined ? {} : { lifetimeYears }),
      batch: this.number('request.batch', scope) ?? 1,
      input: this.number('request.inputTokens', scope) ?? 512,
      output: this.number('request.outputTokens', scope) ?? 128,
      compareWith: Array.isArray(compareWith) ? compareWith.filter((id) => typeof id === 'string') : [],
    };
  }

  /** Something beside the settings changed what estimates start from: parts of the workspace, a file beside a config. */
  touch(): void {
    this.changed.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private text(key: string, scope?: ConfigurationScope): string | undefined {
    const value = this.value(key, scope);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  }

  private number(key: string, scope?: ConfigurationScope): number | undefined {
    const value = this.value(key, scope);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }

  private value(key: string, scope?: ConfigurationScope): unknown {
    return workspace.getConfiguration(SECTION, scope).get(key);
  }
}
