import type { Story } from '../../../../core/test/ledger/support/stories.ts';
import { startMs } from '../../../../core/test/ledger/support/state.ts';
import { leastId } from '../../../src/store/partitions.ts';

/** The stories name reservations r0, r1, … and budgets budget-0, …; in the database both are UUIDs, in the same order. */
function idOf(text: string): string {
  const reservation = /^r(\d+)$/.exec(text);
  if (reservation !== null)
    return `${leastId(startMs).slice(0, 24)}${Number(reservation[1]).toString(16).padStart(12, '0')}`;
  const budget = /^budget-(\d+)$/.exec(text);
  return budget === null ? text : `00000000-0000-7000-8000-0000000b${Number(budget[1]).toString(16).padStart(4, '0')}`;
}

interface Tool {
  readonly name: string;
  readonly quantity: string;
  readonly costNanoUsd: bigint | null;
}

/** The stories price a tool by its name alone, the price book by its provider, which a call need not name. */
function withCost(tool: Tool): Tool {
  return tool.name === 'search' ? { ...tool, costNanoUsd: tool.costNanoUsd ?? 5n * BigInt(tool.quantity) } : tool;
}

function isTool(value: object): value is Tool {
  return 'quantity' in value && 'costNanoUsd' in value;
}

/** The same with ids that the database takes, however deep they stand. */
export function renamed(value: unknown): unknown {
  if (typeof value === 'string') return idOf(value);
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  if (isTool(value)) return withCost(value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, renamed(member)]));
}

/** The story with ids that the database takes. */
export function storedStory(story: Story): Story {
  return renamed(story) as Story;
}
