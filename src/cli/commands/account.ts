import { type Command, InvalidArgumentError } from 'commander';
import { account } from '../../core/carbon/account';
import { typicalDraw } from '../../core/estimate/typical-draw';
import { findAccelerator } from '../../core/hardware/find';
import { accountReport } from '../../core/report/account';
import { accountDocument } from '../../core/report/documents/account';
import { hours, years } from '../../core/units/quantity';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import { amount, type CarbonFlags, gridQueryOf, hardwareOf, sharesOf, withCarbonFlags } from '../flags';
import { writeManifest } from '../manifest';
import { type OutputFlags, print, withOutputFlags } from '../output';

interface AccountFlags extends CarbonFlags, OutputFlags {
  readonly on?: string;
  readonly hours?: number;
  readonly power?: number | 'tdp';
  readonly energy?: number;
  readonly wue?: number;
  readonly gridWater?: number;
  readonly manifest?: string;
}

const power = (text: string): number | 'tdp' => {
  if (text === 'tdp') return text;
  try {
    return amount(text);
  } catch {
    throw new InvalidArgumentError('expected watts per accelerator, or tdp');
  }
};

export const registerAccount = (program: Command, console: Console): void => {
  withOutputFlags(withCarbonFlags(program.command('account')))
    .option('--on <hardware>', 'the accelerator it ran on')
    .option('--hours <hours>', 'accelerator-hours, of all accelerators together', amount)
    .option(
      '--power <watts>',
      'average draw per accelerator, or tdp; without it, the power model and host share',
      power,
    )
    .option('--energy <kWh>', 'IT energy before PUE, instead of hours', amount)
    .option('--wue <L/kWh>', 'water on site per kWh of the IT equipment', amount)
    .option('--grid-water <L/kWh>', 'water of the grid per kWh delivered (off-site WUE)', amount)
    .option('--manifest <file>', 'write an Impact Framework manifest that comes to the same carbon')
    .description('carbon of a run already made, from its hours or its energy')
    .action(async (flags: AccountFlags) => {
      const accelerator =
        flags.on === undefined
          ? undefined
          : findAccelerator(await workspaceCatalogue(), hardwareOf(flags.on).accelerator);
      const run = account({
        accelerator,
        hours: flags.hours,
        power: flags.power,
        energyKwh: flags.energy,
        pue: flags.pue,
        utilization: flags.utilization,
        lifetime: flags.lifetime === undefined ? undefined : years(flags.lifetime),
        wue: flags.wue,
        gridWater: flags.gridWater,
        ...gridQueryOf(flags),
        ...sharesOf(flags),
        powerModel: typicalDraw,
      });
      const report = accountReport(run);
      if (flags.manifest !== undefined) {
        const duration = hours(flags.hours ?? 1);
        await writeManifest(flags.manifest, { name: 'wattlens account', inputs: run.inputs, duration });
      }
      await print(console, flags, report, accountDocument(report));
    });
};
