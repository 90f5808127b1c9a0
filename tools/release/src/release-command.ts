import { parseArgs } from 'node:util';
import { publishPackages, ReleaseError, versionPackages } from './release.js';
import { CommandError } from './run-command.js';

// `nx run release:version` and `nx run release:publish`: what they would do, or with --yes what they do.
// usage: node tools/release/dist/release-command.js version|publish [--projects=@cmsc/core,…] [--yes]
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { projects: { type: 'string' }, yes: { type: 'boolean', default: false } },
});
const [command] = positionals;
// Commands run in groups of their own: an ordinary exit ends them too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
const options = {
  root: process.cwd(),
  projects: values.projects?.split(','),
  yes: values.yes,
  show: true,
};

try {
  if (command === 'version') await versionPackages(options);
  else if (command === 'publish') await publishPackages(options);
  else throw new ReleaseError('there are two commands, version and publish');
  if (!values.yes) console.log('\nNothing has been changed: add --yes to do it.');
} catch (error) {
  if (!(error instanceof ReleaseError || error instanceof CommandError)) throw error;
  console.error(`release: ${error.message}`);
  process.exitCode = 1;
}
