import { expect, test } from 'vitest';
import { ddl, ddlStatements, grantStatements } from './ddl.js';
import { quoteName, quoteText } from '../sql/sql-text.js';

test('one node has one table of each kind', () => {
  const text = ddl({ database: 'lanl' });
  expect(text.match(/CREATE TABLE IF NOT EXISTS `lanl`\.`\w+`/g)).toEqual(
    ['cmsc_loads', 'auth_events', 'proc_events'].map(
      (name) => `CREATE TABLE IF NOT EXISTS \`lanl\`.\`${name}\``,
    ),
  );
  expect(text).not.toContain('Distributed');
});

test('a cluster has the rows in local tables, sharded by user and computer', () => {
  const statements = ddlStatements({
    database: 'lanl',
    cluster: 'prod',
    engine: "ReplicatedMergeTree('/p', '{replica}')",
  });
  expect(
    statements.filter((statement) => statement.includes("ENGINE = ReplicatedMergeTree('/p', '{replica}')")),
  ).toHaveLength(3);
  expect(statements.join('\n')).toContain(
    "Distributed('prod', 'lanl', 'auth_events_local', cityHash64(`dst_user`, `dst_machine`))",
  );
  expect(statements.join('\n')).toContain(
    "Distributed('prod', 'lanl', 'proc_events_local', cityHash64(`user_domain`, `computer`))",
  );
});

test('names and texts can hold anything', () => {
  expect(quoteName('a`b\\c')).toBe('`a\\`b\\\\c`');
  expect(quoteText("it's \\")).toBe("'it\\'s \\\\'");
  expect(grantStatements('o`neil', 'my db').every((grant) => grant.endsWith(' TO `o\\`neil`'))).toBe(true);
  expect(grantStatements('ana', 'my db')[0]).toContain(' ON `my db`.* ');
});
