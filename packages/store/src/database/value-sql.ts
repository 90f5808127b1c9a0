import { sqlIdentifier, sqlLiteral } from '@cmsc/core';
import type { DuckDBType } from '@duckdb/node-api';
import { type DuckDB } from '../duckdb/engine.js';

/** A column that is to be written: what stands for it in SQL, and its type. */
export interface ValueColumn {
  sql: string;
  type: DuckDBType;
}

/**
 * SQL for the values of query results as an output can hold them. DuckDB writes most types by itself; here is what would
 * come out changed, or not at all.
 */
export class ValueSql {
  readonly #duckdb: DuckDB;

  constructor(duckdb: DuckDB) {
    this.#duckdb = duckdb;
  }

  /** For CSV: the items of a list with a space between them, NULL among them as `NULL`; all else as DuckDB writes it. */
  csv({ sql, type }: ValueColumn): string {
    if (!this.#parts(type)?.list) return sql;
    return `nullif(array_to_string(list_transform(${sql}, lambda v: coalesce(v::VARCHAR, 'NULL')), ' '), '')`;
  }

  /**
   * For JSON, which has no NaN and no infinity: these are text. A FLOAT has the digits of a FLOAT, not those of the DOUBLE
   * next to it, and a row without names is an array.
   */
  json({ sql, type }: ValueColumn): string {
    return this.#json(sql, type, 0);
  }

  /** For a person: what holds other values as JSON, all else as text. */
  text(column: ValueColumn): string {
    return this.#parts(column.type) ? `to_json(${this.json(column)})::VARCHAR` : `(${column.sql})::VARCHAR`;
  }

  /** For Parquet: what it does not have is text. DuckDB would make a DOUBLE of a HUGEINT, and cut intervals. */
  parquet(column: ValueColumn): string {
    const { HUGEINT, UHUGEINT, TIME_TZ, INTERVAL, UNION, VARIANT } = this.#duckdb.DuckDBTypeId;
    const absent: readonly number[] = [HUGEINT, UHUGEINT, TIME_TZ, INTERVAL, UNION, VARIANT];
    return this.#cast(column, (type) => absent.includes(type.typeId) || this.#isNameless(type));
  }

  /** For a table of DuckDB, which lacks rows without names, and in files for older versions VARIANT. */
  duckdb(column: ValueColumn): string {
    const { VARIANT } = this.#duckdb.DuckDBTypeId;
    return this.#cast(column, (type) => type.typeId === VARIANT || this.#isNameless(type));
  }

  /** Whether values of a type are numbers, which stand to the right. */
  isNumber({ typeId }: DuckDBType): boolean {
    const ids = this.#duckdb.DuckDBTypeId;
    const integers = [ids.TINYINT, ids.SMALLINT, ids.INTEGER, ids.BIGINT, ids.HUGEINT, ids.BIGNUM];
    const unsigned = [ids.UTINYINT, ids.USMALLINT, ids.UINTEGER, ids.UBIGINT, ids.UHUGEINT];
    return ([...integers, ...unsigned, ids.FLOAT, ids.DOUBLE, ids.DECIMAL] as number[]).includes(typeId);
  }

  #json(sql: string, type: DuckDBType, depth: number): string {
    const { FLOAT, DOUBLE } = this.#duckdb.DuckDBTypeId;
    if (!this.#needsJson(type)) return sql;
    if (type.typeId === FLOAT) return realJson(sql, `${sql}::VARCHAR::DOUBLE`);
    if (type.typeId === DOUBLE) return realJson(sql, sql);
    const item = `v${depth}`;
    const inside = (part: string, of: DuckDBType): string => this.#json(part, of, depth + 1);
    const { struct, list, map, union } = this.#parts(type)!;
    if (list) return `list_transform(${sql}, lambda ${item}: ${inside(item, list)})`;
    if (map) {
      const entry = `struct_pack(k := ${item}.key, v := ${inside(`${item}.value`, map.value)})`;
      return `map_from_entries(list_transform(map_entries(${sql}), lambda ${item}: ${entry}))`;
    }
    if (union) {
      const cases = union.map(({ name, type: of }) => {
        const value = inside(`union_extract(${sql}, ${sqlLiteral(name)})`, of);
        return `WHEN ${sqlLiteral(name)} THEN to_json(struct_pack(${sqlIdentifier(name)} := ${value}))`;
      });
      return `CASE union_tag(${sql})::VARCHAR ${cases.join(' ')} END`;
    }
    const values = struct!.map(({ name, type: of }, i) => {
      const value = inside(`struct_extract(${sql}, ${name === '' ? i + 1 : sqlLiteral(name)})`, of);
      return name === '' ? value : `${sqlIdentifier(name)} := ${value}`;
    });
    const made = `${this.#isNameless(type) ? 'json_array' : 'struct_pack'}(${values.join(', ')})`;
    return `CASE WHEN ${sql} IS NOT NULL THEN ${made} END`;
  }

  #needsJson(type: DuckDBType): boolean {
    const { FLOAT, DOUBLE } = this.#duckdb.DuckDBTypeId;
    return this.#some(
      type,
      (part) => part.typeId === FLOAT || part.typeId === DOUBLE || this.#isNameless(part),
    );
  }

  /** `sql` with each part of its type that is `absent` made text. */
  #cast({ sql, type }: ValueColumn, absent: (type: DuckDBType) => boolean): string {
    return this.#some(type, absent) ? `CAST(${sql} AS ${this.#typeWithout(type, absent)})` : sql;
  }

  #typeWithout(type: DuckDBType, absent: (type: DuckDBType) => boolean): string {
    if (absent(type)) return 'VARCHAR';
    const { struct, list, map, union } = this.#parts(type) ?? {};
    const of = (part: DuckDBType): string => this.#typeWithout(part, absent);
    if (list) return `${of(list)}[]`;
    if (map) return `MAP(${of(map.key)}, ${of(map.value)})`;
    const members = (struct ?? union)?.map((member) => `${sqlIdentifier(member.name)} ${of(member.type)}`);
    if (members) return `${struct ? 'STRUCT' : 'UNION'}(${members.join(', ')})`;
    return typeSql(type);
  }

  #some(type: DuckDBType, test: (type: DuckDBType) => boolean): boolean {
    if (test(type)) return true;
    const { struct, list, map, union } = this.#parts(type) ?? {};
    const inside = [list, map?.key, map?.value, ...(struct ?? union ?? []).map((member) => member.type)];
    return inside.some((part) => part !== undefined && this.#some(part, test));
  }

  #isNameless(type: DuckDBType): boolean {
    return this.#parts(type)?.struct?.some(({ name }) => name === '') ?? false;
  }

  /** What values of a type hold; undefined for one that holds no others. */
  #parts(type: DuckDBType): TypeParts | undefined {
    const { LIST, ARRAY, STRUCT, MAP, UNION } = this.#duckdb.DuckDBTypeId;
    const zip = (names: readonly string[], types: readonly DuckDBType[]) =>
      names.map((name, i) => ({ name, type: types[i]! }));
    switch (type.typeId) {
      case LIST:
      case ARRAY:
        return { list: type.valueType };
      case STRUCT:
        return { struct: zip(type.entryNames, type.entryTypes) };
      case MAP:
        return { map: { key: type.keyType, value: type.valueType } };
      case UNION:
        return { union: zip(type.memberTags, type.memberTypes) };
      default:
        return undefined;
    }
  }
}

interface TypeParts {
  list?: DuckDBType;
  map?: { key: DuckDBType; value: DuckDBType };
  struct?: { name: string; type: DuckDBType }[];
  union?: { name: string; type: DuckDBType }[];
}

/** A type as it stands in CREATE TABLE. JSON is text by another name. */
export function typeSql(type: DuckDBType): string {
  return type.alias ?? String(type);
}

/** A number with a fraction: `digits`, or as text what is no number in JSON. */
function realJson(sql: string, digits: string): string {
  const words = `CASE WHEN isnan(${sql}) THEN 'NaN' WHEN ${sql} > 0 THEN 'Infinity' WHEN ${sql} < 0 THEN '-Infinity' END`;
  return `CASE WHEN isfinite(${sql}) THEN to_json(${digits}) ELSE to_json(${words}) END`;
}
