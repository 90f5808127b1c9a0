import type { KeySessions } from './sessions-by-key.js';

/** A row of processes_by_computer.jsonl. */
export interface ComputerProcesses {
  user_domain: string;
  computer: string;
  /** Each process with its runs. */
  processes: [process_name: string, runs: KeySessions['spans']][];
}

/** Gathers the runs of each user on each computer. The runs are sorted by user, computer and process, and so are the rows. */
export function* processesByComputer(runs: Iterable<KeySessions>): Generator<ComputerProcesses> {
  let row: ComputerProcesses | undefined;
  for (const { key, spans } of runs) {
    const [user_domain, computer, process_name] = key as [string, string, string];
    if (row?.user_domain !== user_domain || row.computer !== computer) {
      if (row) yield row;
      row = { user_domain, computer, processes: [] };
    }
    row.processes.push([process_name, spans]);
  }
  if (row) yield row;
}
