import type { Audit, DatabaseDescription } from '../ledger/audit.ts';
import type { LoadCost } from '../ledger/usage.ts';
import type { Machine } from '../report/machine.ts';
import type { Honesty } from './books.ts';
import type { ChatFigures } from './chat-load.ts';

/** How the calls of a cell are made. */
export interface Shape {
  readonly clients: number;
  /** How long the upstream takes to its first byte. */
  readonly upstreamMs: number;
  readonly stream: boolean;
}

/** The same load on the upstream itself and through the gateway, one after the other. */
export interface Repetition {
  readonly direct: ChatFigures;
  readonly through: ChatFigures;
  readonly honesty: Honesty;
  /** Processor time of the load through the gateway; `otherCpuMs` is without the upstream's. */
  readonly cost: LoadCost & { readonly upstreamCpuMs: number };
}

export interface Cell {
  readonly shape: Shape;
  readonly repetitions: readonly Repetition[];
}

/** An agent whose budget has room for a part of what is asked of it. */
export interface CappedRound {
  readonly clients: number;
  readonly limitNanoUsd: string;
  readonly attempts: number;
  readonly figures: ChatFigures;
  readonly honesty: Honesty;
}

export interface GatewayResult {
  readonly takenAt: string;
  readonly machine: Machine;
  /** Over the last minute, when everything had been measured. */
  readonly loadAfter: number;
  readonly database: DatabaseDescription;
  readonly seconds: number;
  readonly cells: readonly Cell[];
  readonly capped: CappedRound;
  /** Of the whole database, after all of it. */
  readonly audit: Audit;
}
