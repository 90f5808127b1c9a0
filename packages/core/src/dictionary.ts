import { CmscError } from './errors.js';
import { compareBytes } from './text.js';

/** V8 keeps at most 2 ** 24 entries in a Map. */
const MOST_NAMES = 2 ** 24 - 1;

/**
 * Names and their dense ids, numbered from 0 in order of first appearance.
 * Columns that hold the same kind of thing share one: `src_user` and `dst_user`, all machines, …
 */
export class Dictionary {
  /** The ids of the first names; those of the others are entered when an id is asked for. */
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];

  /** Number of names. */
  get size(): number {
    return this.#names.length;
  }

  /**
   * The id of `name`, a new one when it has none yet.
   *
   * @throws CmscError TOO_MANY_KEYS (limit) above 16,777,215 names.
   */
  intern(name: string): number {
    return this.find(name) ?? this.append(name);
  }

  /**
   * Adds a name that is certainly new, and gives its id: in half the time of {@link intern} where nobody asks for ids of names.
   *
   * @throws CmscError TOO_MANY_KEYS (limit) as {@link intern} does.
   */
  append(name: string): number {
    const id = this.#names.length;
    if (id === MOST_NAMES)
      throw new CmscError(
        'limit',
        'TOO_MANY_KEYS',
        `no room for more than ${MOST_NAMES} different names in a column`,
        {
          hint: 'take the users or computers in several runs with --user or --computer',
        },
      );
    this.#names.push(name);
    return id;
  }

  /** The id of `name`, or undefined when it was never interned. */
  find(name: string): number | undefined {
    const ids = this.#ids;
    for (let id = ids.size; id < this.#names.length; id++) ids.set(this.#names[id] as string, id);
    return ids.get(name);
  }

  /**
   * The name with this id.
   *
   * @throws RangeError for an id that was never given out, which is a bug of the caller.
   */
  name(id: number): string {
    const name = this.#names[id];
    if (name === undefined) throw new RangeError(`no name has the id ${id}`);
    return name;
  }

  /** All names, by id. */
  names(): readonly string[] {
    return this.#names;
  }

  /** For each id its place among all names in byte order. */
  ranks(): Int32Array {
    const byName = Array.from(this.#names.keys()).sort((a, b) => compareBytes(this.name(a), this.name(b)));
    const ranks = new Int32Array(byName.length);
    byName.forEach((id, rank) => (ranks[id] = rank));
    return ranks;
  }
}
