import { sqlLiteral } from '@cmsc/core';
import type { Engine } from '../duckdb/engine.js';

/** As much of the tree of a statement as is looked at here: what json_serialize_sql of DuckDB makes. */
interface Node {
  type: string;
  alias?: string;
  cte_map?: { map: unknown[] };
  select_list?: Node[];
  from_table?: Node;
  left?: Node;
  right?: Node;
  catalog_name?: string;
  schema_name?: string;
  table_name?: string;
  column_name_alias?: string[];
  columns?: boolean;
  replace_list?: unknown[];
  rename_list?: unknown[];
}

/**
 * What columns of a query mean that are columns of the database as they stand there: their comments. Of whatever else there
 * may be, an expression that has the name of a column for instance, nothing is known.
 *
 * @returns the comments by name.
 */
export async function takenComments(engine: Engine, sql: string): Promise<ReadonlyMap<string, string>> {
  const tree = await engine.connection.runAndReadAll(
    `SELECT json_serialize_sql(${sqlLiteral(sql)})::VARCHAR`,
  );
  const { statements = [] } = JSON.parse(tree.getRows()[0]![0] as string) as {
    statements?: { node: Node }[];
  };
  const { node } = statements[0] ?? {};
  if (node?.type !== 'SELECT_NODE' || node.cte_map!.map.length > 0) return new Map();
  const tables = tablesOf(node.from_table!);
  const others = otherNames(node.select_list!);
  if (!tables || !others) return new Map();
  // Tables of a join may mean different things by one name.
  const found = await engine.connection.runAndReadAll(
    `SELECT column_name, min(comment) FROM duckdb_columns()
     WHERE database_name = current_database() AND schema_name = 'main'
       AND table_name IN (${tables.map(sqlLiteral).join(', ')})
     GROUP BY column_name HAVING count(DISTINCT coalesce(comment, '')) = 1 AND min(comment) <> ''`,
  );
  const comments = found.getRows() as [string, string][];
  return new Map(comments.filter(([name]) => !others.has(name.toLowerCase())));
}

/** The tables of the database that a query takes its rows from; undefined where it takes some from elsewhere. */
function tablesOf(from: Node): string[] | undefined {
  if (from.type === 'JOIN') {
    const [left, right] = [tablesOf(from.left!), tablesOf(from.right!)];
    return left && right && [...left, ...right];
  }
  const { catalog_name: catalog, schema_name: schema, column_name_alias: renamed = [] } = from;
  const isPlain = !catalog && (!schema || schema === 'main') && renamed.length === 0;
  return from.type === 'BASE_TABLE' && isPlain ? [from.table_name!] : undefined;
}

/** Names that a query gives to other things than columns; undefined where they can't be told. */
function otherNames(items: readonly Node[]): Set<string> | undefined {
  const others = new Set<string>();
  for (const item of items) {
    if (item.type === 'STAR') {
      const isWhole = !item.columns && item.replace_list?.length === 0 && item.rename_list?.length === 0;
      if (!isWhole) return undefined;
    } else if (item.alias) others.add(item.alias.toLowerCase());
    else if (item.type !== 'COLUMN_REF') return undefined;
  }
  return others;
}
