// Makes the database that measurements are taken on: node build-large.js X.duckdb [sessions]
import { buildFixture, LARGE } from './fixture.js';

const [path = '', sessions] = process.argv.slice(2);
await buildFixture(path, { ...LARGE, sessions: Number(sessions ?? LARGE.sessions) });
