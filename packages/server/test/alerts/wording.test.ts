import { describe, expect, test } from 'vitest';
import type { AlertFigures, NewAlert } from '../../src/services/alerts/alert.ts';
import { amountText, percentText, usdText } from '../../src/services/alerts/wording/amounts.ts';
import { plainText, wordMessage } from '../../src/services/alerts/wording/message.ts';
import { windowText } from '../../src/services/alerts/wording/times.ts';
import { wireFigures } from '../../src/services/alerts/wording/wire-figures.ts';
import { crossing } from './support/alerts.ts';

function said(alerts: readonly NewAlert[], isReminder = false): string {
  const words = wordMessage(alerts, isReminder);
  return `${words.title}\n${plainText(words)}`;
}

/** An alert with other amounts and facts than those of a plain crossing. */
function figured(more: Partial<NewAlert>, figures: Partial<AlertFigures>): NewAlert {
  const plain = crossing('support-bot', more);
  const amounts = { ...plain.figures.amounts, ...figures.amounts };
  return {
    ...plain,
    figures: { ...plain.figures, ...figures, amounts, facts: { ...plain.figures.facts, ...figures.facts } },
  };
}

const noBudget = { budgetId: null, budgetName: null, owner: null, windowStartMs: null, windowEndMs: null } as const;

function unbudgeted(more: Partial<NewAlert>, figures: AlertFigures): NewAlert {
  return { ...crossing('support-bot', { ...noBudget, ...more }), figures };
}

describe('money', () => {
  test.each([
    [0n, '0.00 USD'],
    [1n, '0.000000001 USD'],
    [400_000n, '0.0004 USD'],
    [9_999_999n, '0.009999999 USD'],
    [10_000_000n, '0.01 USD'],
    [14_999_999n, '0.01 USD'],
    [15_000_000n, '0.02 USD'],
    [4_584_999_999n, '4.58 USD'],
    [4_585_000_000n, '4.59 USD'],
    [999_999_999_999n, '1,000.00 USD'],
    [12_345_678_900_000n, '12,345.68 USD'],
    [-420_000_000n, '-0.42 USD'],
    [-1n, '-0.000000001 USD'],
    [1_000_000_000_000_000_000n, '1,000,000,000.00 USD'],
  ])('%d nano-USD is %s', (amount, text) => expect(usdText(amount)).toBe(text));

  test('is correct to the cent, and nothing only where it is nothing', () => {
    for (let nano = 1n; nano < 10n ** 18n; nano = nano * 3n + 1n) {
      const shown = BigInt(usdText(nano).replaceAll(/[^0-9]/g, ''));
      expect(shown).toBeGreaterThan(0n);
      const cents = nano / 10_000_000n;
      if (cents > 0n) expect([cents, cents + 1n]).toContain(shown);
    }
  });
});

test.each([
  [69_999n, 100_000n, '69 %'],
  [999_999n, 1_000_000n, '99 %'],
  [3n, 2n, '150 %'],
  [1n, 0n, null],
])('%d of %d is %s: never rounded up', (spent, limit, text) => expect(percentText(spent, limit)).toBe(text));

test.each([
  ['tokens', 1n, '1 token'],
  ['tokens', 1_234_567n, '1,234,567 tokens'],
  ['requests', 0n, '0 requests'],
  ['concurrent', 12n, '12 open reservations'],
] as const)('%s are counted in words: %d is %s', (unit, amount, text) => expect(amountText(unit, amount)).toBe(text));

describe('a window', () => {
  const [start, end] = [Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 25, 23)];
  test.each([
    ['day', start, end, 'Europe/Berlin', 'day 2026-10-25, ends 2026-10-26 00:00 (Europe/Berlin)'],
    ['month', start, end, 'Asia/Kathmandu', 'month from 2026-10-25, ends 2026-10-26 04:45 (Asia/Kathmandu)'],
    ['hour', start, start + 3_600_000, 'UTC', 'hour from 2026-10-24 22:00 (UTC), ends 2026-10-24 23:00 (UTC)'],
    ['lifetime', start, null, 'UTC', 'all time, which does not end'],
    ['run', start, null, 'UTC', 'the run'],
  ] as const)('of a %s says when it ends, in the zone of its budget', (window, from, to, zone, text) =>
    expect(windowText(window, from, to, zone)).toBe(text),
  );
});

describe('what is said', () => {
  test('of a threshold', () => {
    expect(said([crossing('support-bot')])).toBe(
      `Agent support-bot has used 86 % of 5.00 USD of budget support-daily (threshold 70 %)
Spent: 4.30 USD
Reserved: 0.20 USD
Left: 0.50 USD
Limit: 5.00 USD
Window: day 2026-11-23, ends 2026-11-24 00:00 (Europe/Berlin)
Owner: Ada

Spending goes on. Above 5.00 USD calls are refused until 2026-11-24 00:00 (Europe/Berlin), or until its limit is raised.`,
    );
  });

  test('of several subjects that crossed it', () => {
    expect(said([crossing('support-bot'), crossing('sales-bot')])).toBe(
      `2 agents have used 70 % or more of 5.00 USD of budget support-daily
Limit of each: 5.00 USD
Window: day 2026-11-23, ends 2026-11-24 00:00 (Europe/Berlin)
Owner: Ada

- support-bot: spent 4.30 USD, reserved 0.20 USD, left 0.50 USD
- sales-bot: spent 4.30 USD, reserved 0.20 USD, left 0.50 USD

Spending goes on. Above 5.00 USD calls are refused until 2026-11-24 00:00 (Europe/Berlin), or until its limit is raised.`,
    );
  });

  test('of one that is told of again', () => {
    expect(said([crossing('support-bot')], true)).toMatch(/^Still open: Agent support-bot has used 86 %/);
  });

  test.each([
    [{ enforcement: 'soft' }, 'The budget is soft: by itself it refuses nothing.'],
    [
      { action: 'pause' },
      'Agent support-bot was paused until 2026-11-24 00:00 (Europe/Berlin), unless an operator resumes it or the limit is changed.',
    ],
    [
      { action: 'block' },
      'Calls of agent support-bot are refused until 2026-11-24 00:00 (Europe/Berlin), unless an operator lifts it or the limit is changed.',
    ],
    [
      { action: 'throttle', throttle_per_minute: '6' },
      'Agent support-bot was throttled to 6 requests a minute until 2026-11-24 00:00 (Europe/Berlin), unless an operator lifts it or the limit is changed.',
    ],
  ])('of what happens next where %o', (facts, next) =>
    expect(wordMessage([figured({}, { facts })], false).next).toBe(next),
  );

  test('of a budget that is used up, for good where its window does not end', () => {
    const used = { amounts: { spent: '5010000000', reserved: '0' } };
    const day = figured({ type: 'budget_exhausted', severity: 'critical' }, used);
    expect(wordMessage([day], false)).toMatchObject({
      title: 'Agent support-bot has used up budget support-daily: 5.01 USD of 5.00 USD',
      next: 'Calls of agent support-bot are refused until 2026-11-24 00:00 (Europe/Berlin), or until its limit is raised.',
    });
    const facts = { per: 'org', window: 'lifetime' };
    const life = figured({ type: 'budget_exhausted', windowEndMs: null, subject: 'org' }, { ...used, facts });
    expect(wordMessage([life], false)).toMatchObject({
      title: 'The org has used up budget support-daily: 5.01 USD of 5.00 USD',
      next: 'Calls of the org are refused until its limit is raised.',
    });
    expect(plainText(wordMessage([life], false))).toContain('Left: -0.01 USD\n');
  });

  test('of a refusal', () => {
    const refused = figured({ type: 'budget_refused' }, { amounts: { required: '610000000' } });
    expect(wordMessage([refused], false).title).toBe(
      'Agent support-bot was refused by budget support-daily: a call needed up to 0.61 USD, 0.50 USD was left',
    );
  });

  test.each([
    ['60000000', '59900000', '0.06 USD, 0.0599 USD'],
    ['1234564000000', '1234560000001', '1,234.564 USD, 1,234.560000001 USD'],
    ['60000000', '60000000', '0.06 USD, 0.06 USD'],
  ])('of a refusal of %s with %s left shows that it was less: %s', (required, left, shown) => {
    const amounts = { required, limit: left, spent: '0', reserved: '0' };
    const { title } = wordMessage([figured({ type: 'budget_refused' }, { amounts })], false);
    expect(title).toContain(`a call needed up to ${shown} was left`);
  });

  test('of the wallet', () => {
    const low = unbudgeted(
      { type: 'wallet_low', agent: null, subject: null },
      { unit: 'usd', amounts: { balance: '12340000000', reserved: '1000000000' }, facts: { runway_days: '3.5' } },
    );
    expect(said([low])).toBe(`The wallet is low: 12.34 USD left, enough for 3.5 days
Balance: 12.34 USD
Reserved: 1.00 USD
Days left: 3.5

Spending goes on until the wallet is empty. Then every call is refused until it is topped up.`);
    const below = {
      ...low,
      figures: { ...low.figures, amounts: { balance: '9990000000', low_balance: '10000000000' }, facts: {} },
    } as const;
    expect(said([below])).toBe(`The wallet is low: 9.99 USD left, below 10.00 USD
Balance: 9.99 USD
Tells below: 10.00 USD

Spending goes on until the wallet is empty. Then every call is refused until it is topped up.`);
    const short = {
      ...low,
      figures: {
        ...low.figures,
        amounts: { balance: '9990000000', burn_per_day: '5000000000' },
        facts: { runway_days: '1.9', low_runway_days: '3' },
      },
    } as const;
    expect(said([short])).toBe(`The wallet is low: 9.99 USD left, enough for 1.9 days
Balance: 9.99 USD
Burned a day: 5.00 USD
Days left: 1.9
Tells below days: 3

Spending goes on until the wallet is empty. Then every call is refused until it is topped up.`);
    const empty = {
      ...low,
      type: 'wallet_empty',
      figures: { ...low.figures, amounts: { balance: '-5000000' }, facts: {} },
    } as const;
    expect(said([empty])).toBe(`The wallet is empty: its balance is -0.005 USD
Balance: -0.005 USD

Every call is refused until the wallet is topped up.`);
  });

  test('of a charge that is out of character, with its evidence', () => {
    const odd = unbudgeted(
      { type: 'anomaly' },
      {
        unit: 'usd',
        amounts: { cost: '2400000000', norm: '60000000' },
        facts: { factor: '40', cause: 'context_grew', cause_text: 'the context grew', run: 'run-7', record: 'r-1' },
      },
    );
    expect(said([odd])).toBe(`A charge of agent support-bot is out of character: 2.40 USD, 40 times the usual 0.06 USD
Agent: support-bot
Cost: 2.40 USD
Usual: 0.06 USD
Likely cause: the context grew
Run: run-7
Record: r-1

Nothing is refused. Look at the run before it repeats.`);
  });

  test('of a reservation that expired, a projection, a model and a channel', () => {
    const expired = unbudgeted(
      { type: 'reservation_expired', subject: null },
      { unit: 'usd', amounts: { reserved: '500000000' }, facts: { on_expiry: 'charge', reservation: 'r-9' } },
    );
    expect(wordMessage([expired], false)).toMatchObject({
      title: 'A reservation of agent support-bot expired undelivered: 0.50 USD was held',
      next: 'What was held is charged as an estimate; a late settle still corrects it.',
    });
    const projected = figured(
      { type: 'budget_overrun_projected' },
      { amounts: { projected: '7500000000' }, facts: { crosses_at: '2026-11-23T17:30:00Z' } },
    );
    expect(wordMessage([projected], false)).toMatchObject({
      title: 'Agent support-bot is on course to spend 7.50 USD of 5.00 USD of budget support-daily',
      next: 'Nothing is refused yet. At this pace the limit is reached at 2026-11-23 18:30 (Europe/Berlin).',
    });
    const unpriced = unbudgeted(
      { type: 'model_unpriced', subject: null },
      { unit: 'usd', amounts: {}, facts: { provider: 'openai', model: 'gpt-next' } },
    );
    expect(wordMessage([unpriced], false).title).toBe('There is no price for openai/gpt-next');
    const gone = unbudgeted(
      { type: 'channel_failing' },
      { unit: 'usd', amounts: {}, facts: { channel: 'ops', disabled: 'true', reason: 'answered 410' } },
    );
    expect(wordMessage([gone], false)).toMatchObject({
      title: 'Channel ops is disabled: its receiver is gone',
      next: 'Nothing more is sent to it until an admin enables it again.',
    });
  });

  test('of what is not known is that it is unknown, not that it is nothing', () => {
    const bare = { ...crossing('support-bot'), figures: { unit: 'usd', amounts: {}, facts: {} } } as const;
    expect(said([bare])).toContain('Spent: unknown\nReserved: unknown\nLeft: unknown\nLimit: unknown');
  });
});

test('figures on the wire carry their unit, exactly', () => {
  expect(wireFigures(crossing('a').figures)).toMatchObject({
    limit_usd: '5',
    spent_usd: '4.3',
    reserved_usd: '0.2',
    available_usd: '0.5',
    window: 'day',
  });
  const counted = { unit: 'tokens', amounts: { limit: '1000', spent: '700', reserved: '0' }, facts: {} } as const;
  expect(wireFigures(counted)).toEqual({
    limit_tokens: 1000,
    spent_tokens: 700,
    reserved_tokens: 0,
    available_tokens: 300,
  });
});
