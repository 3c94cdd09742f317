import type { CheckReport } from './check';

/** Exceeded budgets as SARIF 2.1.0 (OASIS), for code scanning. Paths are as given, with forward slashes. */
export const sarif = ({ results }: CheckReport, version: string): object => {
  const rules = [...new Set(results.map(({ budget }) => budget))];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Wattlens',
            version,
            rules: rules.map((id) => ({ id, shortDescription: { text: `Budget ${id} exceeded` } })),
          },
        },
        results: results
          .filter(({ ok }) => !ok)
          .map(({ budget, message, file, line, column, endLine, endColumn }) => ({
            ruleId: budget,
            ruleIndex: rules.indexOf(budget),
            level: 'error',
            message: { text: message },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) },
                  region: { startLine: line, startColumn: column, endLine, endColumn },
                },
              },
            ],
          })),
      },
    ],
  };
};
