// What a Node developer writes first: csv-parse, one object a key in a Map. Notebook key, ties in file order.
import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const rows = createReadStream(process.argv[2]).pipe(createGunzip()).pipe(parse());
const keys = new Map();
let sessions = 0;

function onStart(key, time) {
  const state = keys.get(key);
  if (!state) keys.set(key, { start: time, end: undefined });
  else if (state.start === undefined || state.end !== undefined) {
    if (state.end !== undefined) sessions++;
    state.start = time;
    state.end = undefined;
  }
}

for await (const [time, , user, source, destination, , , orientation] of rows) {
  const key = `${user},${source},${destination}`;
  if (orientation === 'LogOn') onStart(key, Number(time));
  else if (orientation === 'LogOff') {
    const state = keys.get(key);
    if (state) state.end = Number(time);
  }
}
for (const { end } of keys.values()) if (end !== undefined) sessions++;
console.log(JSON.stringify({ sessions, peakRssBytes: process.resourceUsage().maxRSS * 1024 }));
