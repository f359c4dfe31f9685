import type { ProtocolName } from './protocols.ts';

/** What an agent of the demo does with its models. Times are in beats, of which a demo has fifty. */
export interface DemoAgent {
  /** As it is registered; the prefix keeps it apart from the org's own. */
  readonly name: string;
  readonly protocol: ProtocolName;
  readonly model: string;
  /** What it may spend in one demo, a decimal string in USD. */
  readonly allowanceUsd: string;
  readonly maxOutputTokens: number;
  /** The least and the most that the simulated model answers. */
  readonly outputTokens: readonly [number, number];
  readonly thinkingBeats: number;
  /** Between two calls; null for one that never stops asking. */
  readonly pauseBeats: number | null;
  readonly prompt: string;
  /** What it says to its last answer, before it asks again; null for one that begins anew each time. */
  readonly again: string | null;
}

export const beatsPerDemo = 50;

/** The whole fleet together, a decimal string in USD. */
export const fleetAllowanceUsd = '1';

export const fleetBudget = 'demo-fleet';

/** So many words, for prompts as long as real ones. */
function wordy(sentence: string, times: number): string {
  return Array.from({ length: times }, (_, index) => `${index + 1}. ${sentence}`).join('\n');
}

const supportBot: DemoAgent = {
  name: 'demo-support-bot',
  protocol: 'openai',
  model: 'gpt-4o-mini',
  allowanceUsd: '0.02',
  maxOutputTokens: 500,
  outputTokens: [60, 260],
  thinkingBeats: 1,
  pauseBeats: 1.5,
  prompt: `A customer writes that an invoice came twice.\n${wordy('What our terms say about invoices and refunds.', 30)}`,
  again: null,
};

const researcher: DemoAgent = {
  name: 'demo-researcher',
  protocol: 'anthropic',
  model: 'claude-sonnet-4-5',
  allowanceUsd: '0.5',
  maxOutputTokens: 2000,
  outputTokens: [250, 900],
  thinkingBeats: 2,
  pauseBeats: 2,
  prompt: `Sum up these findings, with sources.\n${wordy('A finding of a report on the energy use of data centres.', 130)}`,
  again: null,
};

const coder: DemoAgent = {
  name: 'demo-coder',
  protocol: 'gemini',
  model: 'gemini-2.5-flash',
  allowanceUsd: '0.1',
  maxOutputTokens: 3000,
  outputTokens: [300, 1200],
  thinkingBeats: 1.5,
  pauseBeats: 2,
  prompt: `Review this change.\n${wordy('if (order.total > limit) throw new Refused(order.id, limit);', 80)}`,
  again: null,
};

/** Its test never passes, so it asks again and again, with its last attempt and what went wrong. */
const runaway: DemoAgent = {
  name: 'demo-runaway',
  protocol: 'openai',
  model: 'gpt-4o',
  allowanceUsd: '0.25',
  maxOutputTokens: 2500,
  outputTokens: [500, 1400],
  thinkingBeats: 1.2,
  pauseBeats: null,
  prompt: `Make the failing test pass.\n${wordy('expect(total(order)).toBe(12.5) // received 12.499999', 30)}`,
  again: `The test still fails. Try something else.\n${wordy('at total (order.ts) expected 12.5, received 12.499999', 20)}`,
};

/** The runaway last: the tables end with it. */
export const fleet: readonly DemoAgent[] = [supportBot, researcher, coder, runaway];

export function isRunaway({ pauseBeats }: DemoAgent): boolean {
  return pauseBeats === null;
}

/** The name without its prefix, for a line of a table. */
export function shortName({ name }: DemoAgent): string {
  return name.replace(/^demo-/, '');
}
