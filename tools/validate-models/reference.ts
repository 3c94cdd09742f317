import { Problem } from '../../src/core/problem';
import { reasonOf } from './facts';
import { figuresOf, modelAt, off, signed } from './ours';
import { referenceRowsIn } from './rows';

/** What the reference says of one quantity, and how far ours may be from it. */
interface Quantity {
  readonly name: string;
  readonly tolerance: number;
  readonly rows: number;
  readonly agree: number;
  readonly differ: readonly string[];
}

interface Comparison {
  readonly config: string;
  readonly ours: number;
  readonly theirs: number;
}

const judge = (name: string, tolerance: number, comparisons: readonly Comparison[]): Quantity => {
  const differ = comparisons.filter(({ ours, theirs }) => Math.abs(off(ours, theirs)) > tolerance);
  return {
    name,
    tolerance,
    rows: comparisons.length,
    agree: comparisons.length - differ.length,
    differ: differ.map(
      ({ config, ours, theirs }) =>
        `| ${name} | ${config} | ${ours.toLocaleString('en')} | ${signed(off(ours, theirs))} | ${reasonOf(config)} |`,
    ),
  };
};

/** Our counts beside those of the families' own code: how many agree, every row that does not, and what is not known. */
export const referenceSection = (configs: string): string => {
  const rows = referenceRowsIn(configs);
  const parameters: Comparison[] = [];
  const active: Comparison[] = [];
  const kv: Comparison[] = [];
  const prefill: Comparison[] = [];
  const decode: Comparison[] = [];
  const unknown: string[] = [];
  const caveats: string[] = [];
  for (const row of rows) {
    const config = row.config_path;
    const model = modelAt(configs, config);
    if (model instanceof Problem) {
      unknown.push(`| ${config} | ${row.params_exact === undefined ? 'no' : 'yes'} | ${model.message} |`);
      continue;
    }
    const { flops } = row;
    const own = figuresOf(model, flops?.B ?? 1, flops?.S ?? 512);
    const put = (list: Comparison[], ours: number, theirs: number | undefined): void => {
      if (theirs !== undefined) list.push({ config, ours, theirs });
    };
    put(parameters, own.parameters, row.params_exact);
    put(active, Math.round(own.active), row.active_params);
    if (flops?.caveat !== undefined) {
      caveats.push(`| ${config} | ${flops.caveat.join('; ').replace(/\|/g, '/')} |`);
      continue;
    }
    if (flops?.S === undefined) continue;
    put(kv, own.kv, row.kv_bytes_per_token_bf16);
    put(prefill, own.prefill, flops.prefill);
    put(decode, own.decode, flops.decode_one_token_with_ctx_S);
  }
  const quantities = [
    judge('parameters', 0, parameters),
    judge('active parameters', 0, active),
    judge('bytes of cache per token', 0, kv),
    judge('operations of a prefill', 1e-3, prefill),
    judge('operations of a decode step', 1e-3, decode),
  ];
  const differ = quantities.flatMap((quantity) => quantity.differ);
  return `The reference counts come from the families’ own modelling code, its operations from a counter of matrix products. Rows with a
caveat about their operations (${caveats.length}) are compared by parameters alone.

| Quantity | Rows | Agree | Within |
| --- | ---: | ---: | --- |
${quantities.map(({ name, rows: all, agree, tolerance }) => `| ${name} | ${all} | ${agree} | ${tolerance === 0 ? 'exactly' : `${100 * tolerance} %`} |`).join('\n')}

### Where ours differ from the reference

${
  differ.length === 0
    ? 'Nowhere.'
    : `| Quantity | Config | Ours | Off by | Why |\n| --- | --- | ---: | ---: | --- |\n${differ.join('\n')}`
}

### Configs that are refused

${unknown.length} of ${rows.length} rows; a config that is not known gets a reason, never a number.

| Config | Has a reference count | Reason given |
| --- | --- | --- |
${unknown.join('\n')}`;
};
