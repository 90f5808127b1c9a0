import { projectConfig } from '../../tools/scripts/vitest-config.mjs';

// A step of the rehearsal builds, publishes or installs all packages.
export default projectConfig({ e2e: { testTimeout: 600_000 } });
