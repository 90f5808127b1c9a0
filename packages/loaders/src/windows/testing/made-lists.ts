import { MADE_DIALECTS, type MadeDialect, type MadeEvent } from './made-events.js';

type Row = Readonly<Record<string, unknown>>;

/** The rows of a dialect that has them a line each. */
function rowsOf(dialect: string, events: readonly MadeEvent[]): Row[] {
  const { write } = MADE_DIALECTS.find(({ name }) => name === dialect)!;
  const lines = String(write(events)).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Row);
}

/** What Elasticsearch answers. */
function hits(rows: readonly Row[]) {
  const total = { value: rows.length, relation: 'eq' };
  const found = { total, max_score: null, hits: rows.map((row) => ({ ...row, sort: [1, 'a'] })) };
  const aggregations = { hosts: { buckets: [{ key: 'PC3', hits: [{ doc_count: 1 }] }] } };
  return { took: 3, _shards: { total: 1, failures: [] }, hits: found, aggregations };
}

/** What has its rows as lists of values, by the names of columns that all of them have together. */
function table(rows: readonly Row[]) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { names, rows: rows.map((row) => names.map((name) => row[name] ?? null)) };
}

/** What Log Analytics answers. */
function logAnalytics(all: readonly Row[]) {
  const { names, rows } = table(all);
  const columns = names.map((name) => ({ name, type: 'string' }));
  return { tables: [{ name: 'PrimaryResult', columns, rows }], statistics: { query: { tables: [] } } };
}

/** Answers of tools, which have their rows in a list, each with the events of the story. */
export const MADE_LISTS: readonly MadeDialect[] = [
  {
    name: 'an answer of Elasticsearch',
    write: (all) => JSON.stringify(hits(rowsOf('Elasticsearch, _source', all))),
  },
  {
    name: 'an answer of Elasticsearch, pretty-printed',
    write: (all) => JSON.stringify(hits(rowsOf('Elasticsearch, fields in lists', all)), null, 2),
  },
  {
    name: 'records of an event hub, a line each batch',
    write: (all) =>
      rowsOf('Azure diagnostics', all)
        .map((row) => `${JSON.stringify({ records: [row] })}\n`)
        .join(''),
  },
  {
    name: 'a list of such batches',
    write: (all) => {
      const rows = rowsOf('Azure diagnostics', all);
      return JSON.stringify([{ records: rows.slice(0, 7) }, { records: [] }, { records: rows.slice(7) }]);
    },
  },
  {
    name: 'PowerShell 5, wrapped',
    digits: 3,
    write: (all) => {
      const value = rowsOf('PowerShell 5, what has been through Select-Object', all);
      return Buffer.from(`\ufeff${JSON.stringify({ value, Count: value.length }, null, 4)}`, 'utf16le');
    },
  },
  {
    name: 'results of Splunk',
    write: (all) => {
      const results = rowsOf('Splunk, _raw', all).map(({ result }) => result);
      return JSON.stringify({ preview: false, messages: [], fields: [{ name: '_raw' }], results });
    },
  },
  {
    name: 'results of Splunk as rows of values',
    write: (all) => {
      const { names, rows } = table(rowsOf('Splunk, fields', all).map(({ result }) => result as Row));
      return JSON.stringify({ preview: false, fields: names, rows });
    },
  },
  {
    name: 'XML that was made JSON',
    write: (all) => {
      const Event = rowsOf('evtx_dump -o jsonl', all).map((row) => row['Event']);
      return JSON.stringify({ Events: { '@xmlns': 'x', Event } });
    },
  },
  {
    name: 'a list of Microsoft Graph, with a row a line',
    write: (all) =>
      `{"@odata.context":"x","value":[\n${rowsOf('flat, as Zircolite makes it', all)
        .map((row) => JSON.stringify(row))
        .join(',\n')}\n],"@odata.nextLink":"y"}\n`,
  },
  {
    name: 'a table of Log Analytics',
    write: (all) => JSON.stringify(logAnalytics(rowsOf('Sentinel, SecurityEvent', all))),
  },
  {
    name: 'a table of Log Analytics, pretty-printed',
    write: (all) => JSON.stringify(logAnalytics(rowsOf('Sentinel, WindowsEvent', all)), null, 2),
  },
];
