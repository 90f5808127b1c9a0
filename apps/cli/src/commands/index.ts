import type { CommandDefinition } from '../program/command-definition.js';
import { build } from './build.js';
import { clickhouse } from './clickhouse.js';
import { columns } from './columns.js';
import { completion } from './completion.js';
import { dashboard } from './dashboard.js';
import { demo } from './demo.js';
import { evaluate } from './evaluate.js';
import { exportCommand } from './export.js';
import { generate } from './generate.js';
import { inspect } from './inspect.js';
import { label } from './label.js';
import { ngrams } from './ngrams.js';
import { notebook } from './notebook.js';
import { processes } from './processes.js';
import { query } from './query.js';
import { redteam } from './redteam.js';
import { report } from './report.js';
import { score } from './score.js';
import { sequences } from './sequences.js';
import { sessions } from './sessions.js';

/** All commands, in the order of the help. A new command is a file beside this one, and a line here. */
export const commands: readonly CommandDefinition[] = [
  sessions,
  processes,
  label,
  redteam,
  inspect,
  build,
  query,
  score,
  evaluate,
  report,
  sequences,
  ngrams,
  exportCommand,
  notebook,
  generate,
  clickhouse,
  dashboard,
  demo,
  columns,
  completion,
];
