import type { ModuleReport } from '../../traces/analysis/modules';
import { formatQuantity } from '../../units/format';
import { usesDevice } from '../documents/analyses/blocks';
import { largestBranches, note } from './limits';
import type { PageMaker, TreeRow } from './page';
import { timeCells, timeColumns } from './times';

const sum = (modules: readonly ModuleReport[], of: 'hostTotal' | 'deviceTotal'): number =>
  modules.reduce((all, module) => all + module[of], 0);

export const modulesPage: PageMaker = {
  id: 'modules',
  analyses: ['modules'],
  blocks: ({ modules }, { without }) => {
    if (modules === undefined) return [note(without('modules'))];
    const { has, notes } = largestBranches(modules, (module) => module.hostTotal, 'places of modules');
    const onDevice = usesDevice(modules);
    const rowOf = (module: ModuleReport): TreeRow => ({
      cells: timeCells(module.name, module, onDevice),
      children: module.children.filter(has).map(rowOf),
    });
    return [
      note(
        `The outermost modules take ${formatQuantity(sum(modules, 'hostTotal'), 's')} on the host` +
          `${onDevice ? ` and ${formatQuantity(sum(modules, 'deviceTotal'), 's')} on the device` : ''}, forward passes alone.`,
      ),
      {
        kind: 'tree',
        heading: 'Modules and those they call',
        columns: timeColumns('Module', onDevice),
        roots: modules.filter(has).map(rowOf),
      },
      ...notes,
    ];
  },
};
