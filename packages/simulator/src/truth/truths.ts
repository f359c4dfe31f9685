import type { Usage } from '../generation/call.ts';
import type { Plan } from '../generation/plan.ts';
import { billNanoUsd } from './bill.ts';
import { forgetOldest } from './forget-oldest.ts';
import type { Outcome, TruthRecord } from './record.ts';

/** What is known of a request before it is planned; a refused one gets no further. */
export type Identity = Pick<
  TruthRecord,
  'id' | 'requestId' | 'tag' | 'provider' | 'endpoint' | 'model' | 'credential' | 'stream'
>;

/** A request that is being answered: what it has used so far. */
export interface Entry {
  /** Counts a generated token, and whether it is sent. */
  readonly generated: (token: 'visible' | 'hidden', sent: boolean) => void;
  /** Counts the whole planned output at once: an answer that is not streamed is generated before its first byte. */
  generatedAll(): void;
  close(outcome: Outcome, deliveredBytes: number, usageReported: boolean): void;
}

/** The simulator's own books: the metered requests that reached it, in the order of arrival. */
export interface Truths {
  open(identity: Identity, plan: Plan, pricedModel: string): Entry;
  refuse(identity: Identity, status: number): void;
  records(): readonly TruthRecord[];
  clear(): void;
}

const nothingUsed: Usage = {
  promptTokens: 0,
  imageTokens: 0,
  cachedTokens: 0,
  writtenTokens: 0,
  written1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  searches: 0,
};

const noAnswer = { choices: 0, cap: null, tier: '', deliveredTokens: 0, deliveredBytes: 0, usageReported: false };

/** Books of the latest requests, `remembered` of them. */
export function createTruths(remembered: number): Truths {
  // A closed request is kept as its record alone: its prompt may be large.
  const records = new Map<number, TruthRecord | (() => TruthRecord)>();
  let arrived = 0;
  return {
    open(identity, plan, pricedModel) {
      arrived += 1;
      const place = arrived;
      const { entry, read } = openEntry(identity, plan, pricedModel);
      records.set(place, read);
      forgetOldest(records, remembered);
      return {
        ...entry,
        close(...ending) {
          entry.close(...ending);
          if (records.has(place)) records.set(place, read());
        },
      };
    },
    refuse(identity, status) {
      arrived += 1;
      const refused = { ...nothingUsed, ...noAnswer, ...identity, servedModel: identity.model, status };
      records.set(arrived, { ...refused, outcome: 'refused', billed: false, costNanoUsd: 0n });
      forgetOldest(records, remembered);
    },
    records: () => [...records.values()].map((record) => (typeof record === 'function' ? record() : record)),
    clear: () => records.clear(),
  };
}

function openEntry(identity: Identity, plan: Plan, pricedModel: string): { entry: Entry; read: () => TruthRecord } {
  let [visible, hidden, deliveredTokens, deliveredBytes] = [0, 0, 0, 0];
  let outcome: Outcome = 'open';
  let usageReported = false;

  const read = (): TruthRecord => {
    const usage = { ...plan.usage, outputTokens: visible + hidden, reasoningTokens: hidden };
    const bill = { provider: identity.provider, model: pricedModel, tier: plan.tier, usage };
    // Field by field: parts that are spread into one object take longer than all else that a request needs.
    return {
      id: identity.id,
      requestId: identity.requestId,
      tag: identity.tag,
      provider: identity.provider,
      endpoint: identity.endpoint,
      model: identity.model,
      credential: identity.credential,
      stream: identity.stream,
      servedModel: plan.servedModel,
      tier: plan.tier,
      choices: plan.choices.length,
      cap: plan.call.cap,
      status: 200,
      outcome,
      billed: true,
      usageReported,
      deliveredTokens,
      deliveredBytes,
      promptTokens: usage.promptTokens,
      imageTokens: usage.imageTokens,
      cachedTokens: usage.cachedTokens,
      writtenTokens: usage.writtenTokens,
      written1hTokens: usage.written1hTokens,
      outputTokens: usage.outputTokens,
      reasoningTokens: usage.reasoningTokens,
      searches: usage.searches,
      costNanoUsd: billNanoUsd(bill),
    };
  };
  const entry: Entry = {
    generated(token, sent) {
      if (token === 'hidden') hidden += 1;
      else visible += 1;
      if (sent) deliveredTokens += 1;
    },
    generatedAll() {
      hidden = plan.usage.reasoningTokens;
      visible = plan.usage.outputTokens - hidden;
    },
    close(ended, bytes, reported) {
      outcome = ended;
      deliveredBytes = bytes;
      usageReported = reported;
      if (ended === 'completed') deliveredTokens = visible + hidden;
    },
  };
  return { entry, read };
}
