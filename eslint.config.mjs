import tseslint from 'typescript-eslint';

/**
 * The dependency rule of the house:
 *   core ← protocol ← { host, webview, cli, worker }; io (Node adapters) may be used by host, cli and worker.
 *   in core: units ← workload ← { models, traces, hardware, cluster, carbon, levers } ← estimate ← compare ← report
 */
const outside = ['vscode', 'node:*', 'fs', 'path', 'zlib', 'os', 'worker_threads', 'child_process'];
const inFolder = (files, forbidden, message, more = []) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...(more.length > 0 ? [{ group: more, message }] : []),
          { regex: `(^|/)\\.\\./(.*/)?(${forbidden.join('|')})(/|$)`, message },
        ],
      },
    ],
  },
});
const layer = (folder, ...forbidden) =>
  inFolder(
    [`src/core/${folder}/**/*.ts`],
    [...forbidden, 'protocol', 'host', 'cli', 'io', 'worker', 'webview'],
    `core/${folder} may not depend on this: see the dependency rule in eslint.config.mjs`,
    outside,
  );
const RIGHT_OF_WORKLOAD = ['estimate', 'compare', 'report', 'scenario'];

export default tseslint.config(
  { ignores: ['dist', 'out', '.vscode-test', 'node_modules'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
    },
  },
  inFolder(
    ['src/core/**/*.ts'],
    ['protocol', 'host', 'cli', 'io', 'worker', 'webview'],
    'core is pure TypeScript',
    outside,
  ),
  layer(
    'units',
    'workload',
    'models',
    'traces',
    'hardware',
    'cluster',
    'carbon',
    'levers',
    ...RIGHT_OF_WORKLOAD,
  ),
  layer(
    'text',
    'workload',
    'models',
    'traces',
    'hardware',
    'cluster',
    'carbon',
    'levers',
    ...RIGHT_OF_WORKLOAD,
  ),
  layer('workload', 'models', 'traces', 'hardware', 'cluster', 'carbon', 'levers', ...RIGHT_OF_WORKLOAD),
  layer('models', 'traces', 'hardware', 'cluster', 'carbon', 'levers', ...RIGHT_OF_WORKLOAD),
  layer('traces', 'models', 'hardware', 'cluster', 'carbon', 'levers', ...RIGHT_OF_WORKLOAD),
  layer('hardware', 'models', 'traces', 'carbon', ...RIGHT_OF_WORKLOAD),
  layer('cluster', 'models', 'traces', 'carbon', ...RIGHT_OF_WORKLOAD),
  layer('carbon', 'models', 'traces', 'cluster', 'levers', ...RIGHT_OF_WORKLOAD),
  layer('levers', 'traces', 'carbon', ...RIGHT_OF_WORKLOAD),
  layer('estimate', 'compare', 'report', 'scenario'),
  layer('compare', 'report', 'scenario'),
  inFolder(
    ['src/protocol/**/*.ts'],
    ['host', 'cli', 'io', 'worker', 'webview'],
    'protocol knows only core',
    outside,
  ),
  inFolder(
    ['src/io/**/*.ts', 'src/cli/**/*.ts', 'src/worker/**/*.ts'],
    ['host', 'webview'],
    'only host knows the editor',
    ['vscode'],
  ),
  inFolder(
    ['src/host/**/*.ts'],
    ['cli', 'webview', 'worker'],
    'host talks to the webview and the worker by messages',
  ),
  {
    files: ['src/host/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex:
                '/core/(models|carbon|cluster|estimate|hardware/(?!parts-files)|scenario/(?!plans/names))',
              allowTypeImports: true,
              message: 'what computes is loaded by the worker: with it the extension takes long to start',
            },
          ],
        },
      ],
    },
  },
  inFolder(
    ['webview/**/*.ts'],
    ['host', 'cli', 'io', 'worker'],
    'the webview knows core types and the protocol',
    outside,
  ),
);
