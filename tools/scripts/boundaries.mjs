// Who may import whom: the table that CONTRIBUTING.md prints, in the form that
// @nx/enforce-module-boundaries reads. Imports only ever point up this list.
const libraries = {
  core: [],
  files: ['core'],
  loaders: ['core', 'files'],
  labeling: ['core'],
  detection: ['core'],
  sequences: ['core'],
  exports: ['core', 'labeling', 'detection', 'sequences'],
  store: ['core', 'files', 'labeling'],
  synthetic: ['core', 'files'],
  clickhouse: ['core', 'files'],
  report: ['core', 'labeling', 'detection'],
};

const all = Object.keys(libraries);
const mayImport = {
  ...libraries,
  pipeline: all,
  dashboard: [...all, 'pipeline'],
  cli: [...all, 'pipeline', 'dashboard'],
};

const byScope = Object.entries(mayImport).map(([scope, allowed]) => ({
  sourceTag: `scope:${scope}`,
  onlyDependOnLibsWithTags: [scope, ...allowed].map((name) => `scope:${name}`),
}));

const byType = [
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:domain'] },
  { sourceTag: 'type:io', onlyDependOnLibsWithTags: ['type:domain', 'type:io'] },
  { sourceTag: 'type:composition', onlyDependOnLibsWithTags: ['type:domain', 'type:io', 'type:composition'] },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:domain', 'type:io', 'type:composition', 'type:app'],
  },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['*'] },
];

export const boundaries = [...byScope, ...byType];
