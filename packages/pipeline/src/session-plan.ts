import {
  AUTH_PRESETS,
  CmscError,
  type Pairing,
  PROC_PRESETS,
  type PresetName,
  type SessionRule,
  type TieRule,
} from '@cmsc/core';
import { formats, type Format } from '@cmsc/loaders';

/** What sessions are wanted: a preset, and what departs from it. */
export interface RuleOptions {
  preset?: PresetName;
  /** Names of the key's columns. */
  key?: readonly string[];
  ties?: TieRule;
  pairing?: Pairing;
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
  /** The source of a logon, when sessions remember their origins: auth under a key without it. */
  origin?: number;
  /** What --user and --computer match. */
  user?: number;
  computer?: number;
}

/** What, besides sessions, a run needs columns for. */
export interface PlanNeeds {
  labels: boolean;
  user: boolean;
  computer: boolean;
  /** All columns of the file. */
  rows?: boolean;
}

const SOURCES = {
  sessions: { format: formats.auth, presets: AUTH_PRESETS, user: 'dst_user', computer: 'dst_machine' },
  processes: { format: formats.proc, presets: PROC_PRESETS, user: 'user_domain', computer: 'computer' },
} as const;

/**
 * Decides what to read for a run.
 *
 * @throws CmscError UNKNOWN_COLUMN or BAD_OPTION for a key that the format can't give.
 */
export function planSessions(command: SessionCommand, options: RuleOptions, needs: PlanNeeds): SessionPlan {
  const { format, presets, user, computer } = SOURCES[command];
  const preset = presets[options.preset ?? 'destination'];
  const rule = {
    key: options.key ?? preset.key,
    ties: options.ties ?? preset.ties,
    pairing: options.pairing ?? preset.pairing,
  };
  checkKey(rule.key, format);
  const select = [...rule.key];
  const place = (column: string): number => {
    const at = select.indexOf(column);
    return at < 0 ? select.push(column) - 1 : at;
  };
  const plan: SessionPlan = { command, format, rule, select };
  if (command === 'sessions' && !rule.key.includes('src_machine')) plan.origin = place('src_machine');
  if (needs.labels) ['dst_user', 'src_machine', 'dst_machine'].forEach(place);
  if (needs.user) plan.user = place(user);
  if (needs.computer) plan.computer = place(computer);
  if (needs.rows) namesOf(format).forEach(place);
  return plan;
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

function namesOf(format: Format): string[] {
  return format.columns.filter((column) => column.kind !== 'time').map((column) => column.name);
}
