import type { Analysis } from './analysis';
import { operatorTree } from './operator-tree';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** An nn.Module and the modules that its calls call; sums over its calls under this parent, in seconds. */
export interface ModuleReport {
  /** "Linear_3": the class, and which of its instances. */
  readonly name: string;
  /** The profiler's number of the instance. */
  readonly instance: number;
  readonly calls: number;
  /** Operators called by the module itself. */
  readonly operators: number;
  readonly hostSelf: number;
  readonly hostTotal: number;
  /** Device time of its own operators and of what it launched without any, without modules inside. */
  readonly deviceSelf: number;
  readonly deviceTotal: number;
  readonly children: readonly ModuleReport[];
}

/**
 * nn.Modules from Python stacks (TensorBoard plugin, profiler/module_op.py:65-243): `python_function` events with a
 * "Python module id", nested by time. The plugin sums by instance over all places and
 * repeats the sum at each; here each place has its own.
 */
const run = (selection: Selection): readonly ModuleReport[] | undefined => {
  const { modules } = operatorTree(selection).sums;
  if (modules.length === 0) return undefined;
  const inside = modules.map((): number[] => []);
  const outermost: number[] = [];
  modules.forEach(({ above }, place) => (inside[above] ?? outermost).push(place));
  const { slices, strings } = selection.trace;
  const report = (places: readonly number[]): readonly ModuleReport[] =>
    places.flatMap((place) => {
      const module = modules[place];
      if (module === undefined) return [];
      return {
        name: strings.text(slices.name[module.row] ?? 0).replace('nn.Module: ', ''),
        instance: slices.args.pythonModuleId.or(module.row, 0),
        calls: module.calls,
        operators: module.operators,
        hostSelf: inSeconds(module.hostSelf),
        hostTotal: inSeconds(module.hostTotal),
        deviceSelf: inSeconds(module.deviceSelf),
        deviceTotal: inSeconds(module.deviceTotal),
        children: report(inside[place] ?? []),
      };
    });
  return report(outermost);
};

export const modules: Analysis<'modules', readonly ModuleReport[]> = { id: 'modules', run };
