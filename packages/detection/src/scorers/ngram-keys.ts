import { PerName } from '@cmsc/core';
import { CountedKeys } from '../counted-keys.js';
import type { Counts } from '../counts.js';
import { FactsById } from '../facts-by-id.js';
import { type LogonColumns, type LogonDictionaries } from '../logon-columns.js';
import type { LogonBlock } from '../logon-kinds.js';
import { CONTEXT_COUNTS, emptyContext, TOKEN_COUNTS, type TokensInContext } from './back-off.js';
import { GAP_COUNTS, GapTokens } from './gap-tokens.js';

/** Authentication types that LANL has cut off at different places: MICROSOFT_AUTHENTICATION_PACKAGE_V1_0, MICROSOFT_AUTH, … */
const CUT_OFF = 'MICROSOFT_AUTH';
/** The id that stands for all of them. */
const ONE_ID = -1;

/** Counts of what is a token, and the context of another. */
const TOKEN_AND_CONTEXT = TOKEN_COUNTS + CONTEXT_COUNTS;
/** Counts of what is a token, the context of a destination and of a gap, and has the tokens of its gaps behind these. */
const BEFORE_GAPS = TOKEN_AND_CONTEXT + CONTEXT_COUNTS;
const TOKEN_WITH_GAPS = BEFORE_GAPS + GAP_COUNTS;

/** A logon's tokens, each in its contexts, longest first. */
export interface NgramTokens {
  user: TokensInContext[];
  destination: TokensInContext[];
  method: TokensInContext[];
  gap: TokensInContext[];
}

/** Finds the tokens of logons in their contexts. All but those of the gap are found once for each kind of logon. */
export class NgramKeys {
  readonly #counts: Counts;
  readonly #isCutOff: PerName;
  readonly #sources: CountedKeys;
  readonly #users: CountedKeys;
  readonly #destinations: CountedKeys;
  readonly #methods: CountedKeys;
  readonly #sourceUsers: CountedKeys;
  readonly #userDestinations: CountedKeys;
  readonly #sourceUserDestinations: CountedKeys;
  readonly #userDestinationMethods: CountedKeys;
  readonly #destinationMethods: CountedKeys;
  /** The places of all those above, by kind of logon. */
  readonly #ofKinds = new FactsById(9);
  readonly #gaps: GapTokens;
  readonly #empty: readonly Int32Array[];

  constructor(dictionaries: LogonDictionaries, counts: Counts) {
    this.#counts = counts;
    this.#isCutOff = new PerName(dictionaries.auth_type, (name) => (name.startsWith(CUT_OFF) ? 1 : 0));
    const keys = (width: number, each: number) => new CountedKeys(width, counts, each);
    this.#sources = keys(1, CONTEXT_COUNTS);
    this.#users = keys(1, TOKEN_WITH_GAPS);
    this.#destinations = keys(1, TOKEN_AND_CONTEXT);
    this.#methods = keys(3, TOKEN_COUNTS);
    this.#sourceUsers = keys(2, TOKEN_WITH_GAPS);
    this.#userDestinations = keys(2, TOKEN_AND_CONTEXT);
    this.#sourceUserDestinations = keys(2, TOKEN_COUNTS);
    this.#userDestinationMethods = keys(2, TOKEN_COUNTS);
    this.#destinationMethods = keys(2, TOKEN_COUNTS);
    this.#gaps = new GapTokens(dictionaries.dst_user, counts, BEFORE_GAPS);
    this.#empty = Array.from({ length: 4 }, () => emptyContext(counts));
  }

  /** Tokens in contexts that something is known of. */
  get size(): number {
    const counted = [
      ...[this.#users, this.#destinations, this.#methods, this.#sourceUsers, this.#userDestinations],
      ...[this.#sourceUserDestinations, this.#userDestinationMethods, this.#destinationMethods],
      this.#gaps,
    ];
    return counted.reduce((sum, { size }) => sum + size, 0);
  }

  /** The tokens of rows. Good until the next call. */
  of(rows: LogonBlock): NgramTokens {
    if (rows.firsts.length > 0) this.#addKinds(rows.firsts);
    this.#ofKinds.takePlaces(rows.kind, rows.length, this.#counts.values);
    const [sources, users, destinations, methods, ...pairs] = this.#ofKinds.columns as Columns;
    const [sourceUsers, userDestinations, sourceUserDestinations, ...withMethods] = pairs;
    const [userDestinationMethods, destinationMethods] = withMethods;
    this.#gaps.locate(rows, sourceUsers, users);
    const [noUser, noDestination, noMethod, noGap] = this.#empty as [
      Int32Array,
      Int32Array,
      Int32Array,
      Int32Array,
    ];
    return {
      user: [
        { tokens: sourceUsers, contexts: sources, after: 0 },
        { tokens: users, contexts: noUser, after: 0 },
      ],
      destination: [
        { tokens: sourceUserDestinations, contexts: sourceUsers, after: TOKEN_COUNTS },
        { tokens: userDestinations, contexts: users, after: TOKEN_COUNTS },
        { tokens: destinations, contexts: noDestination, after: 0 },
      ],
      method: [
        { tokens: userDestinationMethods, contexts: userDestinations, after: TOKEN_COUNTS },
        { tokens: destinationMethods, contexts: destinations, after: TOKEN_COUNTS },
        { tokens: methods, contexts: noMethod, after: 0 },
      ],
      gap: [
        { tokens: this.#gaps.ofSourceUser, contexts: sourceUsers, after: TOKEN_AND_CONTEXT },
        { tokens: this.#gaps.ofUser, contexts: users, after: TOKEN_AND_CONTEXT },
        { tokens: this.#gaps.ofAll, contexts: noGap, after: 0 },
      ],
    };
  }

  #addKinds(rows: LogonColumns): void {
    const { dst_user, src_machine, dst_machine, logon_type, result, length } = rows;
    const sources = this.#sources.locate([src_machine], length);
    const users = this.#users.locate([dst_user], length);
    const destinations = this.#destinations.locate([dst_machine], length);
    const methods = this.#methods.locate([this.#authTypesOf(rows), logon_type, result], length);
    const sourceUsers = this.#sourceUsers.locate([sources, users], length);
    const userDestinations = this.#userDestinations.locate([users, destinations], length);
    const longer = [
      this.#sourceUserDestinations.locate([sourceUsers, destinations], length),
      this.#userDestinationMethods.locate([userDestinations, methods], length),
      this.#destinationMethods.locate([destinations, methods], length),
    ];
    this.#ofKinds.add(
      [sources, users, destinations, methods, sourceUsers, userDestinations, ...longer],
      length,
    );
  }

  #authTypesOf({ auth_type, length }: LogonColumns): Int32Array {
    const isCutOff = this.#isCutOff.refresh();
    return auth_type.subarray(0, length).map((id) => (isCutOff[id] === 1 ? ONE_ID : id));
  }
}

type Columns = [
  ...[Int32Array, Int32Array, Int32Array, Int32Array],
  ...[Int32Array, Int32Array, Int32Array, Int32Array, Int32Array],
];
