import type { Answer, Body } from '../operations.ts';
import type { Available } from './available.ts';
import { carryOut, intentOf } from './carry-out.ts';
import type { Context } from './context.ts';
import { type Held, hold, type HoldOptions, type ReservationRequest } from './held.ts';
import { meterTool, type ToolPrice } from './meter-tool.ts';
import { withReservation, type Work } from './with-reservation.ts';

/** Labels that everything of a spender carries, unless a request says otherwise. */
export type Labels = Pick<ReservationRequest, 'agent' | 'workflow' | 'connection' | 'user' | 'team' | 'run'>;

type Single<T> = T extends readonly unknown[] ? never : T;
/** Spend that nobody reserved; `source` and `id` together name it, and twice the same is charged once. */
export type UsageReport = Extract<Single<Body<'POST /v1/usage'>>, { readonly source: string; readonly id: string }>;

/** Who spends: a client, or a run. */
export interface Spender {
  /** Sets money aside, does the work, and settles what it spent; releases where that is nothing. */
  readonly withReservation: <Result>(
    request: ReservationRequest,
    work: Work<Result>,
    options?: HoldOptions,
  ) => Promise<Result>;
  /** Sets money aside until it is settled or released by hand. */
  readonly hold: (request: ReservationRequest, options?: HoldOptions) => Promise<Held>;
  /** The tool, so that each call of it is reserved and settled at its price. */
  readonly meterTool: <Given extends unknown[], Result>(
    name: string,
    price: ToolPrice<Result>,
    tool: (...given: Given) => Promise<Result> | Result,
  ) => (...given: Given) => Promise<Result>;
  /** Books spend that has happened, through the journal if there is one. */
  readonly report: (usage: UsageReport) => Promise<Answer<'POST /v1/usage'>>;
  /** A journal keeps what must be said, so that a process that vanishes is no loss. */
  readonly isDurable: boolean;
  /** What is left, without a call: as the last reservation had it, and what was settled since. Null before the first. */
  readonly lastAvailable: () => Available | null;
}

export function createSpender(context: Context, labels: Labels): Spender {
  const labelled = (request: ReservationRequest): ReservationRequest => ({ ...labels, ...request });
  const reserve: Spender['withReservation'] = (request, work, options) =>
    withReservation(context, labelled(request), work, options);
  return {
    withReservation: reserve,
    hold: (request, options) => hold(context, labelled(request), options),
    meterTool: (name, price, tool) => meterTool(reserve, name, price, tool),
    async report(usage) {
      const id = `usage:${usage.source}:${usage.id}`;
      const intent = intentOf(context, 'POST /v1/usage', { id }, { ...labels, ...usage });
      return (await carryOut(context, intent)).body as Answer<'POST /v1/usage'>;
    },
    isDurable: context.journal !== null,
    lastAvailable: () => context.availability.now(),
  };
}
