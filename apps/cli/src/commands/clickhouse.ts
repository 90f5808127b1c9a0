import { engineGrants, engineTables } from '@cmsc/pipeline';
import { valueOption } from '../options/option-group.js';
import { usageError } from '../options/parsers.js';
import type { CommandDefinition } from '../program/command-definition.js';

/** What was said to `clickhouse`. */
interface ClickHouseFlags {
  database?: string;
  cluster?: string;
  tableEngine?: string;
  user?: string;
}

function anyText(text: string, flag: string): string {
  if (text !== '') return text;
  throw usageError(`${flag} is empty`, undefined, 'give it a name');
}

/** `cmsc clickhouse ddl|grants` */
export const clickhouse: CommandDefinition<ClickHouseFlags> = {
  name: 'clickhouse',
  operands: { '<ddl|grants>': 'ddl: the tables; grants: what a user needs' },
  summary: 'the SQL that an operator prepares a ClickHouse cluster with',
  options: [
    {
      heading: 'What for:',
      options: [
        valueOption('--database <name>', 'of all tables (default: cmsc)', anyText),
        valueOption(
          '--cluster <name>',
          'ddl: its name in remote_servers; needed with several nodes',
          anyText,
        ),
        valueOption(
          '--table-engine <sql>',
          'ddl: engine of the tables that hold rows (default: MergeTree)',
          anyText,
        ),
        valueOption('--user <name>', 'grants: who gets them (default: cmsc)', anyText),
      ],
    },
  ],
  notes: [
    `The statements go to standard output, each ended by a semicolon. Carry them out on
every node. Runs with --engine make missing tables themselves.`,
  ],
  examples: [
    'cmsc clickhouse ddl --cluster prod | clickhouse-client --host db1',
    'cmsc clickhouse grants --user ana',
  ],
  async run([what = ''], flags, cli) {
    const { database = 'cmsc', cluster, tableEngine, user } = flags;
    if (what === 'ddl') {
      refuse({ '--user': user }, what);
      cli.print(await engineTables({ database, cluster, tableEngine }));
    } else if (what === 'grants') {
      refuse({ '--cluster': cluster, '--table-engine': tableEngine }, what);
      cli.print(await engineGrants(user ?? 'cmsc', database));
    } else throw usageError('clickhouse prints nothing of this name', what, 'choose ddl or grants');
  },
};

function refuse(flags: Record<string, string | undefined>, what: string): void {
  const given = Object.entries(flags).find(([, value]) => value !== undefined);
  if (given) throw usageError(`${given[0]} does not go with ${what}`, undefined, 'leave it away');
}
