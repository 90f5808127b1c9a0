import { projectConfig } from '../../tools/scripts/vitest-config.mjs';

// The files share a process, and a cluster in it.
export default projectConfig({ e2e: { isolate: false } });
