import { adminKey } from '../../lane/support/nodes.ts';

/** What the server said of one reservation; what it did not say anything of may have happened or not. */
export interface Asked {
  readonly key: string;
  /** The id that a reserve was answered with. */
  id: string | null;
  settled: boolean;
}

/** Clients that reserve and settle until they are told to stop, and keep what they were told. */
export class Load {
  readonly asked: Asked[] = [];
  acked = 0;
  #stopped = false;
  #onAnswer = (): void => undefined;
  readonly #clients: Promise<void>[];
  readonly #url: string;

  constructor(url: string, clients: number, name: string) {
    this.#url = url;
    this.#clients = Array.from({ length: clients }, (_, index) => this.#run(`${name}-${index}`));
  }

  /** Resolves once so many commands have been answered, or the clients met an error. */
  async untilAcked(count: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onAnswer = () => {
        if (this.acked >= count || this.#stopped) resolve();
      };
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#clients);
  }

  /** Null where there was no answer, or one that leaves open what happened. */
  async #post(path: string, body: unknown, key: string): Promise<Record<string, unknown> | null> {
    const headers = {
      authorization: `Bearer ${adminKey}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    };
    const signal = AbortSignal.timeout(10_000);
    const init = { method: 'POST', headers, body: JSON.stringify(body), signal };
    const answer = await fetch(`${this.#url}${path}`, init).catch(() => null);
    const text = await answer?.text().catch(() => null);
    const isAnswered = answer !== null && typeof text === 'string' && answer.ok;
    if (isAnswered) this.acked += 1;
    else this.#stopped = true;
    this.#onAnswer();
    if (!isAnswered) return null;
    return JSON.parse(text) as Record<string, unknown>;
  }

  async #run(name: string): Promise<void> {
    for (let index = 0; !this.#stopped; index += 1) {
      const one: Asked = { key: `${name}-${index}`, id: null, settled: false };
      this.asked.push(one);
      const reserved = await this.#post('/v1/reservations', { agent: 'bot', amount_usd: '0.01' }, one.key);
      if (reserved === null) return;
      one.id = String(reserved['id']);
      const settled = await this.#post(`/v1/reservations/${one.id}/settle`, { cost_usd: '0.02' }, one.key);
      one.settled = settled !== null;
    }
  }
}
