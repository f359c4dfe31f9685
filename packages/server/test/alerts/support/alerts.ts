import type { NewAlert } from '../../../src/services/alerts/alert.ts';
import { newId } from '../../../src/services/ids.ts';

export const budgetId = '0190aaaa-0000-7000-8000-000000000001';

/** 2026-11-23 15:00 in Berlin. */
export const noonMs = Date.UTC(2026, 10, 23, 14);

/** A crossing of 70 % of a daily budget of 5 USD by an agent, as the ledger writes one. */
export function crossing(subject: string, more: Partial<NewAlert> = {}): NewAlert {
  const timeMs = more.timeMs ?? noonMs;
  const limitVersion = more.limitVersion ?? 1;
  const thresholdPpm = more.thresholdPpm ?? 700_000;
  return {
    id: newId(timeMs),
    type: 'budget_threshold',
    severity: 'warning',
    dedupeKey: `budget_threshold ${more.budgetId ?? budgetId} ${limitVersion} ${subject} ${thresholdPpm}`,
    budgetId,
    budgetName: 'support-daily',
    owner: 'Ada',
    agent: subject,
    team: null,
    subject,
    windowStartMs: Date.UTC(2026, 10, 22, 23),
    windowEndMs: Date.UTC(2026, 10, 23, 23),
    limitVersion,
    thresholdPpm,
    timeMs,
    figures: {
      unit: 'usd',
      amounts: { limit: '5000000000', spent: '4300000000', reserved: '200000000' },
      facts: { per: 'agent', window: 'day', time_zone: 'Europe/Berlin', enforcement: 'hard', action: 'alert' },
    },
    notify: [],
    ...more,
  };
}
