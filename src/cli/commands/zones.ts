import type { Command } from 'commander';
import { listZones } from '../../core/carbon/grid/list';
import { Problem } from '../../core/problem';
import { zonesDocument } from '../../core/report/documents/zones';
import { versioned } from '../../core/report/version';
import type { Console } from '../console';
import { type OutputFlags, print, withOutputFlags } from '../output';

export const registerZones = (program: Command, console: Console): void => {
  withOutputFlags(program.command('zones'))
    .argument('[query]', 'part of an id or a name')
    .description('grid zones and cloud regions with their carbon intensity')
    .action(async (query: string | undefined, flags: OutputFlags) => {
      const rows = listZones(query);
      if (rows.length === 0)
        throw new Problem(`no zone is called "${query}"; \`wattlens zones\` lists all of them`);
      await print(console, flags, versioned({ rows }), zonesDocument(rows));
    });
};
