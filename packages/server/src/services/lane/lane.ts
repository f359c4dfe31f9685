import type { PriceBook } from '@cofferdam/core';
import type pg from 'pg';
import type { LaneRow } from '../../store/lane/lane-row.ts';
import type { WriteSet } from '../../store/lane/write-set.ts';
import type { CarriedBatch } from './carried-batch.ts';
import type { Answer, LaneCommand } from './command.ts';
import type { Connections } from './connections.ts';
import { isTimeout, isTransient, Overloaded, StoreUnavailable } from './failures.ts';
import { CommitUnknown, runBatch, UnknownOrg } from './run-batch.ts';
import type { Snapshot } from './snapshot.ts';

export interface LaneOptions {
  readonly book: PriceBook;
  readonly connections: Connections;
  readonly maxBatch: number;
  readonly maxQueued: number;
  readonly newId: () => string;
  readonly clock: (() => number) | null;
  /** Measures how long batches wait and take; no time of the ledger. */
  readonly monotonicMs: () => number;
  /** Told of each batch that ended, for metrics and logs. */
  readonly onBatch: (batch: CarriedBatch) => void;
}

interface Queued {
  readonly one: LaneCommand;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  readonly queuedMs: number;
  attempts: number;
}

interface Pending {
  readonly unknown: CommitUnknown;
  readonly batch: readonly Queued[];
}

const maxAttempts = 4;

/**
 * The one way to an org's ledger. Commands that arrive while a batch is in flight wait here, in order and within a
 * bound; the next batch takes them all. There is no timer: an idle lane answers after about one commit, and load makes
 * the batches grow.
 */
export class Lane {
  readonly #orgId: string;
  readonly #options: LaneOptions;
  #queue: Queued[] = [];
  #running: Promise<void> | null = null;
  #snapshot: Snapshot | null = null;
  /** A batch whose COMMIT went unanswered; the next look at the lane's row tells what became of it. */
  #pending: Pending | null = null;

  constructor(orgId: string, options: LaneOptions) {
    this.#orgId = orgId;
    this.#options = options;
  }

  get depth(): number {
    return this.#queue.length;
  }

  submit(one: LaneCommand): Promise<Answer> {
    if (this.#queue.length >= this.#options.maxQueued) return Promise.reject(new Overloaded());
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#queue.push({ one, resolve, reject, queuedMs: this.#options.monotonicMs(), attempts: 0 });
    });
    this.#running ??= this.#drain();
    return answer;
  }

  /** Resolves once every command that was submitted has its answer. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #drain(): Promise<void> {
    // Requests that arrived in the same turn of the event loop join the first batch.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) {
      const batch = this.#queue.slice(0, this.#options.maxBatch);
      this.#queue = this.#queue.slice(this.#options.maxBatch);
      await this.#carry(batch);
    }
    this.#running = null;
  }

  async #carry(batch: readonly Queued[]): Promise<void> {
    const { monotonicMs, connections, onBatch } = this.#options;
    const startedMs = monotonicMs();
    const waitsMs = batch.map(({ queuedMs }) => startedMs - queuedMs);
    let error: unknown = null;
    let written: WriteSet | null = null;
    try {
      written = await connections.use((client) => this.#run(client, batch));
    } catch (failure) {
      error = failure;
      this.#snapshot = null;
      await this.#fail(batch, failure);
    }
    onBatch({ orgId: this.#orgId, waitsMs, durationMs: monotonicMs() - startedMs, error, written });
  }

  async #run(client: pg.Client, batch: readonly Queued[]): Promise<WriteSet | null> {
    const { book, clock, newId } = this.#options;
    const options = { orgId: this.#orgId, book, clock, batchId: newId() };
    const commands = batch.map((queued) => queued.one);
    const result = await runBatch(client, options, this.#snapshot, commands, (lane) => this.#resolvePending(lane));
    this.#snapshot = result.snapshot;
    for (const [index, queued] of batch.entries()) queued.resolve(result.answers[index]!);
    return result.written;
  }

  #resolvePending(lane: LaneRow): void {
    if (this.#pending === null) return;
    const { unknown, batch } = this.#pending;
    this.#pending = null;
    if (lane.last_batch === unknown.batchId) {
      for (const [index, queued] of batch.entries()) queued.resolve(unknown.answers[index]!);
    } else if (Number(lane.seq) === unknown.fromSeq) {
      this.#queue = [...batch, ...this.#queue];
    } else {
      for (const queued of batch) queued.reject(new StoreUnavailable(unknown));
    }
  }

  /**
   * What a failed batch means for its commands. A deadlock or a row that was not as it was read: decide again, from
   * fresh rows. A lost COMMIT: ask the lane. A failure that may be one command's: each on its own, so that it does not
   * fail its neighbours. Otherwise the store cannot answer, and the answer is no.
   */
  async #fail(batch: readonly Queued[], error: unknown): Promise<void> {
    if (error instanceof CommitUnknown && this.#pending === null) {
      const queuedMs = this.#options.monotonicMs();
      this.#pending = { unknown: error, batch };
      this.#queue = [
        { ...probe, resolve: () => undefined, reject: () => this.#abandonPending(), queuedMs, attempts: 0 },
        ...this.#queue,
      ];
      return;
    }
    if (isFinal(error)) {
      const cause = error instanceof UnknownOrg ? error : new StoreUnavailable(error);
      for (const queued of batch) queued.reject(cause);
      return;
    }
    await this.#retry(batch, error);
  }

  #abandonPending(): void {
    const pending = this.#pending;
    this.#pending = null;
    for (const queued of pending?.batch ?? []) queued.reject(new StoreUnavailable(pending?.unknown));
  }

  async #retry(batch: readonly Queued[], error: unknown): Promise<void> {
    if (batch.length > 1 && !isTransient(error)) {
      for (const queued of batch) await this.#carry([queued]);
      return;
    }
    const again: Queued[] = [];
    for (const queued of batch) {
      queued.attempts += 1;
      if (isTransient(error) && queued.attempts < maxAttempts) again.push(queued);
      else queued.reject(isTransient(error) ? new StoreUnavailable(error) : error);
    }
    this.#queue = [...again, ...this.#queue];
  }
}

/** Tried again at once, it would end the same way; a timeout would even hold each command of the batch in turn. */
function isFinal(error: unknown): boolean {
  const isOfStore = error instanceof StoreUnavailable || error instanceof CommitUnknown || isTimeout(error);
  return isOfStore || error instanceof UnknownOrg;
}

/** Changes nothing and is refused at once: it makes a batch that looks at the lane's row. */
const probe = {
  one: {
    command: { kind: 'expire', reservationId: '00000000-0000-0000-0000-000000000000' },
    idempotency: null,
    render: () => ({ status: 404, body: '' }),
  },
} as const satisfies { one: LaneCommand };
