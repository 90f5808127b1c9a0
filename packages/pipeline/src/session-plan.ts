import {
  AUTH_PRESETS,
  CmscError,
  FAILED_LOGONS,
  type FailedLogons,
  oneOfChoices,
  PAIRINGS,
  type Pairing,
  type PresetName,
  type SessionRule,
  TIE_RULES,
  type TieRule,
} from '@cmsc/core';
import type { Format } from '@cmsc/loaders';
import { namesOf } from './event-source.js';
import { OWN_SOURCE, SESSION_SOURCES, type SourceRules, type SourceName } from './session-sources.js';

/** What sessions are wanted: a preset, and what departs from it. */
export interface RuleOptions {
  /** What is read, when not the command's own source. */
  source?: SourceName;
  /** `destination` by default. Not for a source with one rule, such as wls. */
  preset?: PresetName;
  /** Names of the key's columns, each once; those of the preset when absent. */
  key?: readonly string[];
  /** How rows of one key in one second are ordered; as the preset says when absent. */
  ties?: TieRule;
  /** Which end belongs to which start; as the preset says when absent. */
  pairing?: Pairing;
  /** What becomes of failed logons; as the preset says when absent. */
  failedLogons?: FailedLogons;
}

/** Commands that run events through the machine. */
export type SessionCommand = 'sessions' | 'processes';

/** Which columns a run reads, and what it uses them for. Places are places in `select`. */
export interface SessionPlan {
  command: SessionCommand;
  format: Format;
  rule: SessionRule;
  /** The columns to read, those of the key first. */
  select: string[];
  /** What sessions list of their starts: for auth the source of the logon, under a key without it. */
  origin?: number;
  /** The name of the column with that list. */
  originsName: 'origins' | 'users';
  /** What --user and --computer match. */
  user?: number;
  computer?: number;
  /** Whether all rows are wanted, those too that start and end nothing. */
  rows?: boolean;
}

/** What, besides sessions, a run needs columns for. */
export interface PlanNeeds {
  labels: boolean;
  user: boolean;
  computer: boolean;
  /** All columns of the file. */
  rows?: boolean;
  /** False where nobody reads the origins of sessions; labels always do. */
  origins?: boolean;
}

/**
 * Decides what to read for a run.
 *
 * @throws CmscError UNKNOWN_COLUMN or BAD_OPTION for a key that the format can't give; BAD_OPTION for a preset or labels that
 * the source does not have.
 */
export function planSessions(command: SessionCommand, options: RuleOptions, needs: PlanNeeds): SessionPlan {
  checkChoices({ command, ...options });
  const source: SourceRules = SESSION_SOURCES[options.source ?? OWN_SOURCE[command]];
  const { format, user, computer } = source;
  const rule = ruleOf(source, options);
  checkKey(rule.key, format);
  if (needs.labels && !source.hasRedTeam && command === 'sessions')
    throw new CmscError('usage', 'BAD_OPTION', `${format.name} has no red team`, {
      hint: 'leave --redteam away: its users and computers are those of CMSC',
    });
  const select = [...rule.key];
  const place = (column: string): number => {
    const at = select.indexOf(column);
    return at < 0 ? select.push(column) - 1 : at;
  };
  const remembered = source.remembers.find(({ column }) => !rule.key.includes(column));
  const plan: SessionPlan = { command, format, rule, select, originsName: remembered?.as ?? 'origins' };
  if (remembered && (needs.labels || needs.origins !== false)) plan.origin = place(remembered.column);
  if (needs.labels) ['dst_user', 'src_machine', 'dst_machine'].forEach(place);
  if (needs.user) plan.user = place(user);
  if (needs.computer) plan.computer = place(computer);
  if (needs.rows) namesOf(format).forEach(place);
  if (needs.rows) plan.rows = true;
  return plan;
}

function ruleOf({ format, rules }: SourceRules, options: RuleOptions): SessionRule {
  const isOne = 'key' in rules;
  if (isOne && options.preset !== undefined)
    throw new CmscError('usage', 'BAD_OPTION', `${format.name} has no presets`, {
      text: options.preset,
      hint: 'leave --preset away',
    });
  if (options.failedLogons !== undefined && !format.edge?.fails)
    throw new CmscError('usage', 'BAD_OPTION', `${format.name} has no failed logons`, {
      text: options.failedLogons,
      hint: 'leave --failed-logons away',
    });
  const { key, ties, pairing, restarts, failedLogons } = isOne
    ? rules
    : rules[options.preset ?? 'destination'];
  return {
    key: options.key ?? key,
    ties: options.ties ?? ties,
    pairing: options.pairing ?? pairing,
    // Whoever asks for a pairing wants that and nothing more.
    ...(restarts && options.pairing === undefined && { restarts }),
    ...(failedLogons && { failedLogons: options.failedLogons ?? failedLogons }),
  };
}

const CHOICES = {
  command: Object.keys(OWN_SOURCE),
  source: Object.keys(SESSION_SOURCES),
  preset: Object.keys(AUTH_PRESETS),
  ties: TIE_RULES,
  pairing: PAIRINGS,
  failedLogons: FAILED_LOGONS,
} as const;

/**
 * Types don't reach a program in JavaScript: a rule of another name would be another rule without a word.
 *
 * @throws CmscError BAD_OPTION for the first that is none.
 */
function checkChoices(options: RuleOptions & { command: string }): void {
  for (const [name, choices] of Object.entries(CHOICES) as [keyof typeof CHOICES, readonly string[]][]) {
    const text = options[name];
    if (text !== undefined) oneOfChoices(name, text, choices);
  }
}

function checkKey(key: readonly string[], format: Format): void {
  const known = namesOf(format);
  const unknown = key.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new CmscError('usage', 'UNKNOWN_COLUMN', `${format.name} has no key column`, {
      text: unknown,
      hint: `its columns are ${known.join(', ')}`,
    });
  if (key.length === 0 || new Set(key).size < key.length)
    throw new CmscError('usage', 'BAD_OPTION', 'a key names one or more columns, each once', {
      text: key.join(','),
    });
}
