import nx from '@nx/eslint-plugin';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';
import { boundaries } from './tools/scripts/boundaries.mjs';

const notPublished = [
  '{projectRoot}/vitest.config.mjs',
  '{projectRoot}/**/*.test.{ts,tsx}',
  '{projectRoot}/src/testing/**',
];

export default tseslint.config(
  {
    ignores: ['**/dist', '**/out-tsc', '**/node_modules', '.nx', '**/tmp', '**/test-results', '**/assembly'],
  },
  ...nx.configs['flat/base'],
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          allow: [],
          // The names of the screens: nothing else is loaded with them.
          checkDynamicDependenciesExceptions: ['@cmsc/dashboard/screens'],
          depConstraints: boundaries,
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // Every exported symbol says what it does, and which errors it throws.
    files: ['packages/*/src/**/*.ts', 'apps/*/src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts', '**/*.test.tsx', '**/testing/**'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: { ClassDeclaration: true, FunctionDeclaration: true },
          contexts: ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration'],
        },
      ],
      'jsdoc/require-throws': 'error',
      'jsdoc/check-param-names': 'error',
    },
  },
  {
    // The domain packages run anywhere: nothing of Node in them.
    files: ['core', 'labeling', 'detection', 'sequences', 'exports'].map(
      (name) => `packages/${name}/src/**/*.ts`,
    ),
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'This package runs without Node.' }] },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'require', '__dirname'],
    },
  },
  {
    // Tools are private and run what others wrote: only what is published has to name all it imports.
    files: ['packages/*/package.json', 'apps/*/package.json'],
    languageOptions: { parser: await import('jsonc-eslint-parser') },
    rules: { '@nx/dependency-checks': ['error', { ignoredFiles: notPublished }] },
  },
  {
    // The dashboard's bundle holds store, and imports what that does.
    files: ['apps/dashboard/package.json'],
    rules: {
      '@nx/dependency-checks': [
        'error',
        { ignoredFiles: notPublished, ignoredDependencies: ['@cmsc/report', '@duckdb/node-bindings'] },
      ],
    },
  },
  {
    // The command's bundle holds pipeline and store, and imports what these do.
    files: ['apps/cli/package.json'],
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          ignoredFiles: notPublished,
          ignoredDependencies: [
            '@cmsc/clickhouse',
            '@cmsc/report',
            '@duckdb/node-api',
            '@duckdb/node-bindings',
          ],
        },
      ],
    },
  },
);
