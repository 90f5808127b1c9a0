import { sqlIdentifier, sqlLiteral } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { listRef, type ListQuery } from '../lists/list-ref.js';
import { column } from '../lists/column.js';
import type { ListSpec } from '../lists/list-spec.js';
import { countStatement, keyStatements } from './key-statements.js';
import { plainRelation } from '../lists/relation.js';

const SPEC: ListSpec = {
  title: 'sessions',
  columns: [column('session_id', 'number', 1), column('dst"user', 'text', 1), column('origins', 'texts', 1)],
  id: 'session_id',
  sort: { column: 'session_id', descending: false },
};
const RELATION = plainRelation(SPEC, 'sessions');
const query = (sort: string, value?: string): ListQuery => ({
  ref: listRef('sessions'),
  conditions: value === undefined ? [] : [{ column: 'dst"user', operator: '=', value, negated: false }],
  sort: { column: sort, descending: true },
});

describe('statements', () => {
  it('hold no text that anybody typed', () => {
    const hostile = `x' OR 1=1; DROP TABLE sessions; --`;
    const statement = countStatement(RELATION, query('session_id', hostile));
    expect(statement.sql).not.toContain('DROP');
    expect(statement.parameters?.values).toEqual([hostile]);
  });

  it('quote the names that a database brings', () => {
    expect(sqlIdentifier('dst"user')).toBe('"dst""user"');
    expect(sqlLiteral(`O'Hara.duckdb`)).toBe(`'O''Hara.duckdb'`);
    expect(
      keyStatements({ relation: RELATION, query: query('dst"user'), direction: 'forward' }, null, 5)[0]?.sql,
    ).toContain('ORDER BY "dst""user" DESC, "session_id" ASC LIMIT 5');
  });

  it('ask for equal values first, then for the others', () => {
    const walk = { relation: RELATION, query: query('origins'), direction: 'backward' as const };
    const [equal, others] = keyStatements(walk, { id: 7, value: 2 }, 5);
    expect(equal?.sql).toContain('len("origins") = $1 AND "session_id" < $2');
    expect(others?.sql).toContain('len("origins") > $1');
    expect(keyStatements({ ...walk, query: query('session_id') }, { id: 7, value: 7 }, 5).length).toBe(1);
  });
});
