import { MarkdownString, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ModuleInfo } from '../../core/models/modules';
import { formatCount, formatQuantity, formatShare } from '../../core/units/format';

export const SHOW_FIELD = 'wattlens.showSizingField';

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const tooltipOf = ({ path, repeat, parameters, share, work }: ModuleInfo): MarkdownString => {
  const times = repeat === undefined ? '' : ` ×${repeat}`;
  const stored = `${formatCount(parameters)} parameters, ${formatShare(share)} of the model`;
  const passes = [
    rowOf(['One pass', 'Operations', 'Bytes']),
    rowOf(['---', '---:', '---:']),
    ...work.map(({ phase, flops, bytes }) =>
      rowOf([phase, formatQuantity(flops, 'flop'), formatQuantity(bytes, 'B')]),
    ),
  ];
  return new MarkdownString(
    [`\`${path}\`${times}`, stored, ...(work.length === 0 ? [] : [passes.join('\n')])].join('\n\n'),
  );
};

/** Parameters as the ladder has them, without the word that every line would repeat. */
const descriptionOf = ({ repeat, parameters, share, work }: ModuleInfo): string =>
  [
    ...(repeat === undefined ? [] : [`×${repeat}`]),
    ...(parameters === 0
      ? []
      : [`${formatQuantity(parameters, 'parameters').replace(/ parameters$/, '')} (${formatShare(share)})`]),
    ...work.map(
      ({ phase, flops, bytes }) =>
        `${phase} ${flops === 0 ? '' : `${formatQuantity(flops, 'flop')}, `}${formatQuantity(bytes, 'B')}`,
    ),
  ].join(' · ');

const iconOf = ({ repeat, children, parameters }: ModuleInfo): string => {
  if (repeat !== undefined) return 'layers';
  if (children.length > 0) return 'symbol-module';
  return parameters > 0 ? 'symbol-array' : 'symbol-operator';
};

/** A line of the view: name, number alike, parameters, and what a pass of each phase costs. */
export const itemOf = (module: ModuleInfo): TreeItem => {
  const item = new TreeItem(
    module.name,
    module.children.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed,
  );
  item.description = descriptionOf(module);
  item.tooltip = tooltipOf(module);
  item.iconPath = new ThemeIcon(iconOf(module));
  item.command = { command: SHOW_FIELD, title: 'Show the Field That Sizes It', arguments: [module.path] };
  return item;
};
