import type { Facts } from './facts.js';
import type { ListName, ListRef, PlainRef } from './list-ref.js';
import type { ListSpec } from './list-spec.js';
import { accountsSpec } from './account-lists.js';
import {
  anomaliesSpec,
  inputsSpec,
  ledgerSpec,
  optionsSpec,
  rejectedSpec,
  rejectsSpec,
} from './data-lists.js';
import { frequencySpec } from './frequency-list.js';
import { ngramsSpec, processesSpec, sessionProcessesSpec } from './process-lists.js';
import { redTeamGroupSpec, redTeamSpec } from './red-team-lists.js';
import { dnsSpec, flowsSpec } from './traffic-lists.js';
import { windowsOpenSpec, windowsSessionsSpec } from './windows-lists.js';
import { alertsSpec, openSessionsSpec, sessionsSpec } from './session-lists.js';

const SPECS: Readonly<Record<ListName, (ref: PlainRef, facts: Facts) => ListSpec>> = {
  sessions: (ref, facts) => (facts.windows ? windowsSessionsSpec : sessionsSpec)(ref, facts),
  open: (ref, facts) => (facts.windows ? windowsOpenSpec : openSessionsSpec)(ref, facts),
  alerts: alertsSpec,
  users: (ref, facts) => accountsSpec(ref, facts, 'users', 'user'),
  computers: (ref, facts) => accountsSpec(ref, facts, 'computers', 'computer'),
  origins: (ref, facts) => accountsSpec(ref, facts, 'came from', 'computer'),
  reached: (ref, facts) => accountsSpec(ref, facts, 'went on to', 'computer'),
  redteam: redTeamSpec,
  'redteam-users': (ref) => redTeamGroupSpec(ref, 'by user', 'user'),
  'redteam-sources': (ref) => redTeamGroupSpec(ref, 'by source', 'computer'),
  'redteam-destinations': (ref) => redTeamGroupSpec(ref, 'by destination', 'computer'),
  'session-processes': sessionProcessesSpec,
  flows: flowsSpec,
  dns: dnsSpec,
  processes: processesSpec,
  ngrams: ngramsSpec,
  inputs: inputsSpec,
  ledger: ledgerSpec,
  rejected: rejectedSpec,
  rejects: rejectsSpec,
  anomalies: anomaliesSpec,
  options: optionsSpec,
};

/** The spec of a list in this database. */
export function specOf(ref: ListRef, facts: Facts): ListSpec {
  if (ref.list === 'frequency') return frequencySpec(ref, specOf(ref.of, facts));
  return SPECS[ref.list](ref, facts);
}
