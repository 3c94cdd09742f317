import type { Command } from 'commander';
import { findAccelerator } from '../../core/hardware/find';
import { hardwareDocument } from '../../core/report/documents/hardware';
import { hardwareReport } from '../../core/report/hardware';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import { type OutputFlags, print, withOutputFlags } from '../output';

export const registerHardware = (program: Command, console: Console): void => {
  withOutputFlags(program.command('hardware'))
    .argument('[id]', 'one part, by id or alias')
    .description('the accelerators that are known, with sources')
    .action(async (id: string | undefined, flags: OutputFlags) => {
      const parts = await workspaceCatalogue();
      const shown = id === undefined ? [...parts.values()] : [findAccelerator(parts, id)];
      await print(console, flags, hardwareReport(parts, id), hardwareDocument(shown));
    });
};
