import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { version } from '../../../package.json';
import { estimate } from '../../core/estimate/estimate';
import type { Catalogue } from '../../core/hardware/load';
import { Problem } from '../../core/problem';
import { type CheckedFile, checkReport } from '../../core/report/check';
import { checkDocument } from '../../core/report/documents/check';
import { sarif } from '../../core/report/sarif';
import { checkScenario } from '../../core/scenario/check';
import { unreadable } from '../../io/open-bytes';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import { Exit, EXIT } from '../exit';
import { RUN_DEFAULTS } from '../flags';
import { openFile } from '../input';
import { type OutputFlags, print, withOutputFlags } from '../output';
import { isScenarioFile, openScenario, workloadFileOf } from '../scenario';
import { workloadOf } from '../workload';
import { writeTo } from '../writing';

interface CheckFlags extends OutputFlags {
  readonly sarif?: string;
}

const SKIPPED_FOLDERS = new Set(['node_modules', '.git', 'dist', 'out']);

const scenariosBelow = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(folder, error, 'folder');
  });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : scenariosBelow(path);
      return isScenarioFile(entry.name) ? [path] : [];
    }),
  );
  return found.flat().sort();
};

const checkFile = async (file: string, parts: Catalogue): Promise<CheckedFile> => {
  const { scenario, text } = await openScenario(file);
  const input = await openFile(workloadFileOf(file, scenario));
  const workload = workloadOf({ input, scenario }, RUN_DEFAULTS);
  const results = checkScenario(
    scenario,
    {
      estimate: estimate(workload, scenario.deployment, parts),
      workload,
      model: input.kind === 'model' ? input.model : undefined,
    },
    parts,
  );
  return { file, text, results };
};

export const registerCheck = (program: Command, console: Console): void => {
  withOutputFlags(program.command('check'))
    .argument('[scenarios...]', 'scenario files; without any, every *.wattlens.yaml below this folder')
    .option('--sarif <file>', 'write exceeded budgets as SARIF, for code scanning')
    .description('hold the budgets of scenarios against their estimates; exit 3 when one is exceeded')
    .action(async (named: readonly string[], flags: CheckFlags) => {
      const files = named.length > 0 ? named : await scenariosBelow('.');
      if (files.length === 0)
        throw new Problem('no *.wattlens.yaml below this folder; expected a scenario to check');
      const parts = await workspaceCatalogue();
      const checked: CheckedFile[] = [];
      for (const file of files) checked.push(await checkFile(file, parts));
      const report = checkReport(checked);
      if (flags.sarif !== undefined) {
        await writeTo(flags.sarif, `${JSON.stringify(sarif(report, version), undefined, 2)}\n`);
      }
      await print(console, flags, report, checkDocument(report));
      if (report.results.some(({ ok }) => !ok)) throw new Exit(EXIT.budgetExceeded);
    });
};
