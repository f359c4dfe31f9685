import { isPermitted } from '@cofferdam/core';
import { problemOf, ProblemError } from '../../errors/problem.ts';
import type { Pool } from '../../store/connection.ts';
import { eventId, neededForTopic, type Positions, readPositions, type Topic, topics } from './positions.ts';
import { type Credential, stillAllowed } from './still-allowed.ts';

/** That something changed, and where it stands now; what it is, is asked for. */
export interface News {
  readonly topic: Topic;
  readonly position: string;
}

/** One who listens. */
export interface Listener {
  /** Everything may have changed since they last read: they are there for the first time, or for long not. */
  ready(id: string): void;
  tell(news: readonly News[], id: string): void;
  /** Nothing is new, and the connection stands. */
  beat(): void;
  end(): void;
}

export interface LiveOptions {
  readonly pool: Pool;
  /** Hides what positions are made of; the same on all nodes. */
  readonly secret: string;
  readonly nowMs: () => number;
  readonly maxOfOrg: number;
  readonly maxInAll: number;
}

interface Listening {
  readonly credential: Credential;
  readonly listener: Listener;
  /** What they were told last; null where they are told that they are there. */
  told: Positions | null;
  heardMs: number;
}

/** A revoked key and a session that is over are heard of within this time, as by every other call. */
const checkEveryMs = 2_000;
const beatEveryMs = 15_000;
/** After so long without an answer of the store nobody can be told anything, nor whether they still may be. */
const blindAfterMs = 8_000;
const retryAfterSeconds = 10;

function refuse(code: 'too_many_listeners' | 'overloaded', detail: string): never {
  throw new ProblemError(problemOf(code, detail), retryAfterSeconds);
}

/**
 * Tells those who watch their org that something of it changed. One query looks at all orgs that are watched on this
 * node, and only while somebody watches; it reads what the store has, so that it hears of every node's changes.
 */
export class Live {
  readonly #options: LiveOptions;
  readonly #listening = new Set<Listening>();
  #lookedMs = 0;
  #checkedMs = 0;
  #closed = false;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /**
   * From the next look on the listener is told what changed; `since` is what they were told before they went, if
   * anything. Returns how they leave. Raises `too_many_listeners`, `overloaded`.
   */
  listen(credential: Credential, listener: Listener, since: Positions | null): () => void {
    const { maxOfOrg, maxInAll, nowMs } = this.#options;
    if (this.#closed) refuse('overloaded', 'the server is stopping');
    if (this.#listening.size >= maxInAll) refuse('overloaded', `${maxInAll} listen to this server already`);
    const ofOrg = [...this.#listening].filter((one) => one.credential.orgId === credential.orgId).length;
    if (ofOrg >= maxOfOrg) refuse('too_many_listeners', `${maxOfOrg} listen to this org already`);
    if (this.#listening.size === 0) this.#lookedMs = nowMs();
    const one: Listening = { credential, listener, told: since, heardMs: nowMs() };
    this.#listening.add(one);
    return () => this.#listening.delete(one);
  }

  /** How many listen on this node. */
  get size(): number {
    return this.#listening.size;
  }

  /** Looks once for what is new, and tells it. Raises what the store raises. */
  async look(): Promise<void> {
    if (this.#listening.size === 0) return;
    const { nowMs, pool, secret } = this.#options;
    try {
      if (nowMs() - this.#checkedMs >= checkEveryMs) await this.#check();
      const orgIds = [...new Set([...this.#listening].map((one) => one.credential.orgId))];
      if (orgIds.length === 0) return;
      const now = await readPositions(pool, orgIds, secret, nowMs());
      this.#lookedMs = nowMs();
      for (const one of this.#listening) this.#tell(one, now.get(one.credential.orgId));
    } catch (error) {
      if (nowMs() - this.#lookedMs >= blindAfterMs) this.#end(() => true);
      throw error;
    }
  }

  /** Ends all, and takes no more: a node that stops does not wait for those who listen. */
  close(): void {
    this.#closed = true;
    this.#end(() => true);
  }

  async #check(): Promise<void> {
    const { pool, nowMs } = this.#options;
    const credentials = [...this.#listening].map(({ credential }) => credential);
    const isAllowed = await stillAllowed(pool, credentials, nowMs());
    this.#checkedMs = nowMs();
    this.#end(({ credential }) => !isAllowed(credential));
  }

  #end(isOver: (one: Listening) => boolean): void {
    for (const one of this.#listening) {
      if (!isOver(one)) continue;
      this.#listening.delete(one);
      one.listener.end();
    }
  }

  #tell(one: Listening, now: Positions | undefined): void {
    const { credential, listener, told, heardMs } = one;
    // It came while the store was asked: the next look is theirs.
    if (now === undefined) return;
    const isNew = (topic: Topic): boolean =>
      told !== null && told[topic] !== now[topic] && isPermitted(credential.holder, neededForTopic[topic]);
    const news = topics.filter(isNew).map((topic) => ({ topic, position: now[topic] }));
    const atMs = this.#options.nowMs();
    one.told = now;
    if (told !== null && news.length === 0) {
      if (atMs - heardMs < beatEveryMs) return;
      listener.beat();
    } else if (told === null) listener.ready(eventId(now));
    else listener.tell(news, eventId(now));
    one.heardMs = atMs;
  }
}
