import { formatDuration } from '@cmsc/core';
import type { Curves, Metrics } from '@cmsc/detection';
import { campaignViews, kindOfDatabase, type DatabaseKind } from './campaign-views.js';
import { timeText } from './words.js';

/** A database that `cmsc build` made, to be asked. */
export interface CampaignDatabase {
  /** The rows of a query; whole numbers that fit are numbers, lists are arrays. */
  rows(sql: string): Promise<{ rows: unknown[][] }>;
}

/** A detector, and how it does. */
export interface ScoredDetector {
  /** The name of its column. */
  name: string;
  curves: Curves;
  metrics: Metrics;
}

/** Scores that a report shows. */
export interface CampaignScores {
  /** The file, as it was given. */
  path: string;
  /** What a unit is: a protocol's logons, or sessions. */
  unit: string;
  /** All units, and how many of them are attacks; what they are is not known without a red team. */
  units: number;
  positives: number;
  /** The names of the columns with scores. */
  names: readonly string[];
  /** How each of them does; nothing without a red team. */
  detectors: readonly ScoredDetector[];
  /** A table of the database with the scores of its sessions, by `session_id`; undefined where no unit is a session. */
  table: string | undefined;
}

/** The time that a report is about: seconds, both inside. */
export interface CampaignWindow {
  from?: number | undefined;
  to?: number | undefined;
}

/** What all sections read: the database under the same names whatever it was built of, and what is known from the start. */
export class Campaign {
  readonly kind: DatabaseKind;
  readonly window: CampaignWindow;
  readonly scores: CampaignScores | undefined;
  /** Whether it is known which sessions were attacked. */
  readonly hasRedTeam: boolean;
  /** The name of the database, for queries that readers can run. */
  readonly database: string;
  readonly #source: CampaignDatabase;

  private constructor(
    source: CampaignDatabase,
    facts: Pick<Campaign, 'kind' | 'window' | 'scores' | 'hasRedTeam' | 'database'>,
  ) {
    this.#source = source;
    ({
      kind: this.kind,
      window: this.window,
      scores: this.scores,
      hasRedTeam: this.hasRedTeam,
      database: this.database,
    } = facts);
  }

  /** Gives the tables of a database the names that sections ask for. */
  static async open(
    source: CampaignDatabase,
    facts: Pick<Campaign, 'window' | 'scores' | 'database'>,
  ): Promise<Campaign> {
    const kind = await kindOfDatabase(source);
    for (const sql of campaignViews(kind, facts.window)) await source.rows(sql);
    const { rows } = await source.rows(`SELECT count(*) FROM ledger WHERE source = 'labels'`);
    return new Campaign(source, { ...facts, kind, hasRedTeam: Number(rows[0]?.[0]) > 0 });
  }

  /** The rows of a query, each of this shape. */
  async rows<Row extends unknown[]>(sql: string): Promise<Row[]> {
    return (await this.#source.rows(sql)).rows as Row[];
  }

  /** The only row of a query that has one. */
  async row<Row extends unknown[]>(sql: string): Promise<Row> {
    return (await this.rows<Row>(sql))[0]!;
  }

  /** Whether the window leaves something out. */
  get isPart(): boolean {
    return this.window.from !== undefined || this.window.to !== undefined;
  }

  /** A time in words. */
  timeText(seconds: number): string {
    return timeText(seconds, this.kind.isCalendar);
  }

  /** A time in words, with the number that stands in the data. */
  fullTime(seconds: number): string {
    return this.kind.isCalendar ? this.timeText(seconds) : `second ${seconds} (${this.timeText(seconds)})`;
  }

  /** From one time to another, in words. */
  spanText(first: number, last: number): string {
    return `from ${this.fullTime(first)} to ${this.fullTime(last)}, ${formatDuration(last - first)}`;
  }
}
