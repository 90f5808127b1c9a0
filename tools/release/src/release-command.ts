import { parseArgs } from 'node:util';
import { publishPackages, ReleaseError, versionPackages } from './release.js';

// `nx run release:version` and `nx run release:publish`: what they would do, or with --yes what they do.
// usage: node tools/release/dist/release-command.js version|publish [--projects=@cmsc/core,…] [--yes] [--built]
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    projects: { type: 'string' },
    yes: { type: 'boolean', default: false },
    // The rehearsal has built everything from nothing before, and does not again for each step.
    built: { type: 'boolean', default: false },
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
const options = { projects: values.projects?.split(','), yes: values.yes };

try {
  if (positionals[0] === 'version') await versionPackages(options);
  else if (positionals[0] === 'publish') await publishPackages(options, values.built);
  else throw new ReleaseError('there are two commands, version and publish');
  if (!values.yes) console.log('\nNothing has been changed: add --yes to do it.');
} catch (error) {
  if (!(error instanceof ReleaseError)) throw error;
  console.error(`release: ${error.message}`);
  process.exitCode = 1;
}
