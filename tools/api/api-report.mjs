// The public surface of an export path as one page of text, so that a change of it shows in review.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { format, resolveConfig } from 'prettier';
import { publishedPackages, top } from './workspace.mjs';

/** Where the report of an export path is kept, from the top: `docs/api/core.api.md`, `docs/api/core.testing.api.md`. */
export function reportPath({ folder }, { path }) {
  const subpath = path === '.' ? '' : `.${path.slice(2).replaceAll('/', '.')}`;
  return `docs/api/${basename(folder)}${subpath}.api.md`;
}

// What a reader of the declarations would stumble over. Links and tags are TypeDoc's business.
const faults = new Set(['ae-forgotten-export', 'ae-different-release-tags', 'ae-incompatible-release-tags']);
const silent = { default: { logLevel: 'none' } };

function extractorConfig({ folder }, { types }, reportFolder, allTypes) {
  const projectFolder = join(top, folder);
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, 'package.json'),
    configObject: {
      projectFolder,
      mainEntryPointFilePath: types,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: { extends: join(top, 'tsconfig.base.json'), files: allTypes },
      },
      apiReport: { enabled: true, reportFileName: 'report', reportFolder, reportTempFolder: reportFolder },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: {
          default: { logLevel: 'warning', addToApiReportFile: false },
          'ae-missing-release-tag': { logLevel: 'none' },
        },
        tsdocMessageReporting: silent,
      },
    },
  });
}

function isFault({ category, messageId, logLevel }) {
  return category === 'Compiler' ? logLevel === 'error' : faults.has(messageId);
}

/** One program of all surfaces: what they have in common is read and checked once. */
let shared;

function prepare(published, entry, reportFolder) {
  const allTypes = publishedPackages().flatMap(({ entries }) => entries.map(({ types }) => types));
  const config = extractorConfig(published, entry, reportFolder, allTypes);
  shared ??= CompilerState.create(config, { additionalEntryPoints: allTypes });
  return config;
}

/**
 * The report of an export path, formatted as the rest of the repository is, and what is wrong with the surface: types that
 * it names without exporting them, declarations that do not compile. Reads dist: build first.
 */
export async function apiReport(published, entry) {
  const folder = mkdtempSync(join(tmpdir(), 'cmsc-api-'));
  const problems = [];
  try {
    Extractor.invoke(prepare(published, entry, folder), {
      compilerState: shared,
      localBuild: true,
      messageCallback: (message) => {
        if (isFault(message)) problems.push(message.text);
        message.handled = true;
      },
    });
    const report = readFileSync(join(folder, 'report.api.md'), 'utf8');
    const path = join(top, reportPath(published, entry));
    return { report: await format(report, { ...(await resolveConfig(path)), parser: 'markdown' }), problems };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
