// Runs ClickHouse in this very process, as `clickhouse local` with the arguments given. The call comes back when the
// queries are done: for a node of a cluster, when its standard input ends. What the queries gave goes to standard output;
// of an error the engine itself tells standard error, and nothing else shows it. With a pipe as file descriptor 3, the
// most memory that the process ever held is written there, in bytes.
import { fstatSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arrayConstructor, DataType, load, open } from 'ffi-rs';

const path = createRequire(import.meta.url).resolve('@chdb/lib-linux-x64-gnu/libchdb.so');
const argv = ['clickhouse', ...process.argv.slice(2)];

open({ library: 'chdb', path });
const result = load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [argv.length, argv],
});
const length = Number(ofResult('chdb_result_length', DataType.BigInt));
if (length > 0)
  writeFully(1, ofResult('chdb_result_buffer', arrayConstructor({ type: DataType.U8Array, length })));
if (isPipe(3)) writeFully(3, Buffer.from(String(process.resourceUsage().maxRSS * 1024)));

function ofResult(funcName, retType) {
  return load({ library: 'chdb', funcName, retType, paramsType: [DataType.External], paramsValue: [result] });
}

function writeFully(fd, bytes) {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function isPipe(fd) {
  try {
    const kind = fstatSync(fd);
    return kind.isFIFO() || kind.isSocket();
  } catch {
    return false;
  }
}
