import type { Command } from '@cofferdam/core';
import type { Carrier } from '../../services/lane/carrier.ts';
import { isStoreFailure, Overloaded } from '../../services/lane/failures.ts';
import { askLane } from './ask-lane.ts';

export interface BacklogOptions {
  readonly lanes: Carrier;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told of each command that had to wait, and of each that could not be booked in the end. */
  readonly onDelayed: (command: Command, error: unknown) => void;
  readonly onLost: (orgId: string, command: Command, error: unknown) => void;
}

/** What a call that has ended still owes the ledger, while the store cannot answer. */
export interface Backlog {
  /** Books the command as soon as the store answers; does not wait for it. */
  add(orgId: string, command: Command, error: unknown): void;
  /** Commands that wait. */
  readonly size: number;
  /** Resolves once nothing waits any more. */
  idle(): Promise<void>;
}

/** Ten minutes in all: by then the reservation has expired and was charged, which a settle that comes later corrects. */
const delaysMs = [100, 250, 500, 1_000, 2_000, 5_000, ...Array.from({ length: 118 }, () => 5_000)];

function mayHelp(error: unknown): boolean {
  return error instanceof Overloaded || isStoreFailure(error);
}

export function createBacklog({ lanes, sleep, onDelayed, onLost }: BacklogOptions): Backlog {
  const waiting = new Set<Promise<void>>();

  async function book(orgId: string, command: Command, first: unknown): Promise<void> {
    let last = first;
    for (const delayMs of delaysMs) {
      if (!mayHelp(last)) break;
      await sleep(delayMs);
      try {
        await askLane(lanes, orgId, command);
        return;
      } catch (error) {
        last = error;
      }
    }
    onLost(orgId, command, last);
  }

  return {
    add(orgId, command, error) {
      onDelayed(command, error);
      const booked = book(orgId, command, error).finally(() => waiting.delete(booked));
      waiting.add(booked);
    },
    get size() {
      return waiting.size;
    },
    async idle() {
      await Promise.all(waiting);
    },
  };
}
