import { OPERATOR_CATEGORIES, type OperatorCategory } from '../../workload/category';
import kernelNames from './kernel-names.yaml';
import operatorNames from './operator-names.yaml';

interface Rule {
  readonly category: OperatorCategory;
  readonly pattern: RegExp;
  readonly examples: readonly string[];
}

const isCategory = (value: unknown): value is OperatorCategory =>
  OPERATOR_CATEGORIES.some((category) => category === value);

/** @throws Error when the table is not one: a fault of ours, found by the first test that classifies anything. */
const readRules = (table: unknown): readonly Rule[] => {
  if (!Array.isArray(table)) throw new Error('a table of category rules is not a list');
  return table.map((row: Readonly<Record<string, unknown>>) => {
    const { category, pattern, examples } = row;
    if (!isCategory(category) || typeof pattern !== 'string' || !Array.isArray(examples)) {
      throw new Error(`not a category rule: ${JSON.stringify(row)}`);
    }
    return { category, pattern: new RegExp(pattern, 'i'), examples: examples.map(String) };
  });
};

/** The rules in the order they are tried; tests check each against its own examples. */
export const KERNEL_RULES = readRules(kernelNames);
export const OPERATOR_RULES = readRules(operatorNames);

const LONGEST_NAME = 4096;

const classifier = (rules: readonly Rule[]): ((name: string) => OperatorCategory) => {
  const known = new Map<string, OperatorCategory>();
  return (name) => {
    let category = known.get(name);
    if (category === undefined) {
      const short = name.slice(0, LONGEST_NAME);
      category = rules.find(({ pattern }) => pattern.test(short))?.category ?? 'other';
      known.set(name, category);
    }
    return category;
  };
};

/** Functions from a name to its category, 'other' where no rule knows it. Each remembers the names it has seen. */
export const kernelClassifier = (): ((name: string) => OperatorCategory) => classifier(KERNEL_RULES);
export const operatorClassifier = (): ((name: string) => OperatorCategory) => {
  const operator = classifier(OPERATOR_RULES);
  const kernel = kernelClassifier();
  // TorchInductor calls the operator that launches a kernel by the kernel's name.
  return (name) => (name.startsWith('triton_') ? kernel(name) : operator(name));
};
