import type { LogonDictionaries, ScoredUnits, ScoringPass } from '@cmsc/detection';
import { openSink, type Sink, type SinkOptions, type TableBatch, type TableSpec } from '@cmsc/store';

const NO_KEYS = { size: 1, name: () => '' };

/** The table of `cmsc score`: the key of each unit, and a column for each scorer. */
export class ScoreTable {
  readonly spec: TableSpec;

  constructor({ protocol, scorers }: ScoringPass, dictionaries: LogonDictionaries) {
    const names = protocol.key.map((name) => ({ name, type: 'name' as const, names: dictionaries[name] }));
    const scores = scorers.map((name) => ({ name, type: 'number' as const }));
    this.spec = {
      name: 'scores',
      key: [],
      columns: [{ name: protocol.timeColumn, type: 'int' }, ...names, ...scores],
    };
  }

  /**
   * Opens an output for its rows, which stay in the order in which they come.
   *
   * @throws CmscError as `openSink` does.
   */
  open(path: string, options: Pick<SinkOptions, 'format' | 'force' | 'signal' | 'threads'>): Promise<Sink> {
    return openSink(path, this.spec, () => NO_KEYS, { ...options, order: 'close' });
  }

  /** The rows for a batch of units. */
  rows({ length, time, key, scores }: ScoredUnits): TableBatch {
    return { length, key: new Int32Array(length), columns: [time, ...key, ...scores] };
  }
}
