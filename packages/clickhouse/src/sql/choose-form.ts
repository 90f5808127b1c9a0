import type { ClickHouseCluster } from '../connection/cluster.js';
import { arrayForm } from './array-form.js';
import { boundaryForm } from './boundary-form.js';
import { keySql, type FormInput, type SessionForm } from './session-form.js';

/** Names of the forms of the extraction. */
export type FormName = 'array' | 'boundary';

/** A form and why it was taken. */
export interface ChosenForm {
  /** `array` unless another was asked for, or a key has too many events for it. */
  name: FormName;
  /** In words for people, with the numbers that decided. */
  reason: string;
}

/** The forms, by name. */
export const FORMS: Readonly<Record<FormName, SessionForm>> = { array: arrayForm, boundary: boundaryForm };

/**
 * Up to so many events of one key go into an array. The array form takes about 250 bytes an event of the keys it has at hand,
 * so that a key of this size needs about 1 GB while it lasts.
 */
export const MOST_EVENTS_IN_ARRAY = 4_000_000;

/**
 * The array form, unless a key has too many events for it.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function chooseForm(
  cluster: ClickHouseCluster,
  { events, rule }: FormInput,
  totalEvents: number,
  most = MOST_EVENTS_IN_ARRAY,
): Promise<ChosenForm> {
  if (totalEvents <= most)
    return { name: 'array', reason: `no key can have more than ${most} events: there are ${totalEvents}` };
  const sql = `SELECT max(events) FROM (SELECT count() AS events FROM (${events}) GROUP BY ${keySql(rule)})`;
  const heaviest = await cluster.onEach((node) => node.row<[number]>(sql, [0]));
  const heaviestKey = Math.max(...heaviest.flat());
  return heaviestKey <= most
    ? { name: 'array', reason: `the heaviest key has ${heaviestKey} events, ${most} fit into an array` }
    : {
        name: 'boundary',
        reason: `the heaviest key has ${heaviestKey} events, more than the ${most} that fit into an array`,
      };
}
