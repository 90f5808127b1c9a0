/**
 * Ways into the command by the kind of the damaged file: `FILE` stands for it, `FOLDER` for a folder with it and whole ones
 * of the other kinds.
 */
export type WaysIn = Readonly<Record<string, readonly string[]>>;

/** What is run most, and reads rows in every way. */
export const MAIN_WAYS: WaysIn = {
  auth: [
    'sessions FILE',
    'sessions FILE',
    'sessions FILE --redteam redteam.txt',
    'sessions FILE --preset notebook --redteam redteam.txt',
    'sessions FILE --pairing fifo --keep-open -o out.jsonl',
    'sessions FILE --pairing lifo --grouped --format jsonl',
    'sessions FILE --order close --state-out state.new --user U*,?? --from 1h --to day1',
    'sessions FILE --failed-logons start --ties file -o out.csv.gz',
    'sessions auth.txt FILE --no-output --report r.json',
    'sessions FOLDER',
    'label FILE --redteam redteam.txt',
    'label FILE --redteam redteam.txt --only attacks --computer C1*',
  ],
  proc: [
    'processes FILE',
    'processes FILE --preset notebook --grouped --format jsonl',
    'processes FILE --keep-open --min-duration 1 -o out.csv',
  ],
  redteam: [
    'redteam FILE',
    'redteam FILE --format json',
    'sessions auth.txt --redteam FILE',
    'label auth.txt --redteam FILE -o out.csv',
  ],
  wls: ['sessions FILE --source wls', 'sessions FILE', 'sessions FILE --source wls --user User1'],
  state: ['sessions later.txt --state-in FILE', 'sessions later.txt --state-in FILE --state-out state.new'],
};

/** All else that takes files, and does without DuckDB. */
export const OTHER_WAYS: WaysIn = {
  auth: [
    'inspect FILE',
    'inspect FILE --format json --top 3',
    'sessions proc.txt FILE --failed-logons start',
    'redteam FILE',
    'processes FILE',
    'score FILE',
    'score FILE --protocol tarn --scorer surprise,ngram --from 150880 --fit-until 150880 -o out.csv',
    'score FILE --protocol larroche2023 --window 5 --every 60 --from 0',
    'score FILE --protocol tuor-kth --key dst_user,dst_machine --learn-until 150890 --from 0',
    'export euler FILE --redteam redteam.txt -o out',
    'export kth FILE --redteam redteam.txt -o out --to 150890 --variant as-published',
    'export safekit-word FILE --redteam redteam.txt -o out',
    'export safekit-char FILE --redteam redteam.txt -o out',
    'export pikachu FILE --redteam redteam.txt -o out',
    'export lmdeval FILE --redteam redteam.txt -o out',
    'export larroche2023 FILE --redteam redteam.txt -o out --variant as-published',
    'sessions FILE -o out.parquet',
    'notebook FOLDER -o out',
    'inspect FOLDER',
  ],
  proc: ['inspect FILE', 'sessions FILE', 'notebook FOLDER -o out'],
  flows: ['inspect FILE', 'export argus auth.txt --redteam redteam.txt --flows FILE -o out', 'sessions FILE'],
  dns: ['inspect FILE', 'processes FILE'],
  redteam: ['inspect FILE', 'export mlx-graphs auth.txt --redteam FILE -o out', 'notebook FOLDER -o out'],
  wls: ['inspect FILE', 'label FILE --redteam redteam.txt'],
  'lanl-auth': ['inspect FILE', 'sessions FILE'],
  'table.json': ['sessions FILE --from-table --engine clickhouse://ana@NODE/cmsc'],
};

/** What DuckDB has a part in: it takes as long as dozens of the others. */
export const DATABASE_WAYS: WaysIn = {
  auth: [
    'build FILE proc.txt redteam.txt -o out.duckdb',
    'build FOLDER -o out.duckdb',
    'sessions FILE -o out.duckdb',
    'export sessions FILE proc.txt --redteam redteam.txt -o out',
    'dashboard FOLDER --once',
  ],
  proc: ['build auth.txt FILE redteam.txt -o out.duckdb', 'dashboard FOLDER --once --screen processes'],
  flows: ['build auth.txt FILE redteam.txt -o out.duckdb'],
  dns: ['build auth.txt FILE -o out.duckdb'],
  redteam: ['build auth.txt FILE -o out.duckdb', 'evaluate scores.csv --redteam FILE'],
  scores: [
    'evaluate FILE --redteam redteam.txt',
    'evaluate FILE --protocol tarn --redteam redteam.txt --budget 1 -o out.csv',
  ],
  wls: ['build FILE -o out.duckdb'],
};

/** What takes a process of its own: damage may end DuckDB, and what it is in; standard input is that of this process. */
export const PROCESS_WAYS: WaysIn = {
  auth: [
    'sessions - --report -',
    'label - --redteam redteam.txt',
    'score /dev/stdin',
    'build - -o out.duckdb',
  ],
  proc: ['processes -', 'inspect -'],
  redteam: ['redteam -', 'sessions auth.txt --redteam -'],
  duckdb: [
    'query FILE SUMMARIZE%sessions',
    'query FILE FROM%session_processes -o out.parquet',
    'sequences FILE',
    'sequences FILE --text --gaps --split -o out.txt',
    'ngrams FILE -n 2 --gaps',
    'export sessions FILE -o out',
    'evaluate FILE --redteam redteam.txt',
    'dashboard FILE --once',
    'dashboard FILE --once --screen redteam',
    'dashboard FILE --once --screen sessions --filter attacked',
  ],
};
