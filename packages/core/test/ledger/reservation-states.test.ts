import { describe, expect, it } from 'vitest';
import type { Command, Outcome, ReservationState } from '../../src/ledger/index.ts';
import { expire, extend, release, reserve, settle } from './support/commands.ts';
import { budget, freshState, minuteMs, wallet } from './support/state.ts';
import { ledgerOf, type TestLedger } from './support/test-ledger.ts';

const limited = budget({ limit: 100n });

/** A reservation of 10 in each of its states, reached as a caller would. */
const states = {
  held: [],
  settled: [settle('r', 7n)],
  released: [release('r')],
  expired: [expire('r')],
  'expired, charged': [expire('r')],
} satisfies { readonly [state: string]: readonly Command[] };

type StateName = keyof typeof states;

function reservedTo(name: StateName): TestLedger {
  const ledger = ledgerOf(freshState({ budgets: [limited], wallet: wallet({ balance: 1_000n }) }));
  const onExpiry = name === 'expired, charged' ? 'charge' : 'release';
  ledger.must(reserve('r', 10n, { ttlMs: minuteMs, onExpiry }));
  if (name !== 'held') ledger.pass(minuteMs);
  ledger.must(...states[name]);
  return ledger;
}

function verdictOf(outcome: Outcome): string {
  return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
}

const ofAnotherAgent = { onlyAgent: 'other' };
const fromTheGateway = { origin: 'gateway' } as const;

type Row = [command: string, command: Command, verdicts: { readonly [state in StateName]: string }];

function always(verdict: string): Row[2] {
  return { held: verdict, settled: verdict, released: verdict, expired: verdict, 'expired, charged': verdict };
}

const rows: readonly Row[] = [
  ['settle', settle('r', 5n), { ...always('settled'), settled: 'already_settled' }],
  ['the settle that settled it', settle('r', 7n), { ...always('settled'), settled: 'repeated' }],
  ['release', release('r'), { ...always('reservation_not_open'), held: 'released' }],
  ['extend', extend('r', { amountNanoUsd: 20n }), { ...always('reservation_not_open'), held: 'extended' }],
  ['expire before its time', expire('r'), always('not-due')],
  ['settle by another agent', settle('r', 5n, ofAnotherAgent), always('not_found')],
  ['release by another agent', release('r', ofAnotherAgent), always('not_found')],
  ['extend by another agent', extend('r', ofAnotherAgent), always('not_found')],
  ['settle from the gateway', settle('r', 5n, fromTheGateway), always('not_found')],
  ['release from the gateway', release('r', fromTheGateway), always('not_found')],
  ['extend from the gateway', extend('r', fromTheGateway), always('not_found')],
  ['settle of another id', settle('s', 5n), always('not_found')],
  ['release of another id', release('s'), always('not_found')],
  ['extend of another id', extend('s', {}), always('not_found')],
  ['expire of another id', expire('s'), always('not_found')],
];

const stateNames = Object.keys(states) as StateName[];

describe('held -> settled, released or expired; released or expired -> settled late, once; nothing else', () => {
  it.each(
    rows.flatMap(([name, command, verdicts]) =>
      stateNames.map((state) => [name, state, verdicts[state], command] as const),
    ),
  )('%s of a reservation that is %s: %s', (_name, state, verdict, command) => {
    const ledger = reservedTo(state);
    expect(verdictOf(ledger.do(command))).toBe(verdict);
  });

  it('once settled late it is settled: the second settle is refused, with the state it is in', () => {
    for (const state of ['released', 'expired', 'expired, charged'] as const) {
      const ledger = reservedTo(state);
      expect(ledger.settlement(settle('r', 5n)).late).toBe(true);
      expect(ledger.refusal(settle('r', 6n))).toEqual({ code: 'already_settled', state: 'settled' });
    }
  });

  it('the gateway closes its own', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 1n, fromTheGateway));
    expect(ledger.refusal(settle('r', 1n)).code).toBe('not_found');
    ledger.must(settle('r', 1n, fromTheGateway));
  });

  it('an agent closes its own', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 1n), release('r', { onlyAgent: 'bot' }));
  });
});

describe('closing gives back everything that was reserved, once', () => {
  const expected: { readonly [state in StateName]: { state: ReservationState; spent: bigint; reserved: bigint } } = {
    held: { state: 'held', spent: 0n, reserved: 10n },
    settled: { state: 'settled', spent: 7n, reserved: 0n },
    released: { state: 'released', spent: 0n, reserved: 0n },
    expired: { state: 'expired', spent: 0n, reserved: 0n },
    'expired, charged': { state: 'expired', spent: 10n, reserved: 0n },
  };

  it.each(stateNames)('%s', (name) => {
    const ledger = reservedTo(name);
    const { state, spent, reserved } = expected[name];
    expect(ledger.reservation('r').state).toBe(state);
    expect(ledger.counter(limited, 'org')).toEqual({ spent, reserved });
    expect(ledger.state.wallet).toMatchObject({ balance: 1_000n - spent, reserved });
  });
});

describe('expiry', () => {
  it('comes at its time and not before; an extension postpones it', () => {
    const ledger = ledgerOf();
    ledger.must(reserve('r', 1n, { ttlMs: minuteMs }));
    ledger.pass(minuteMs - 1);
    expect(verdictOf(ledger.do(expire('r')))).toBe('not-due');
    ledger.must(extend('r', { ttlMs: minuteMs }));
    ledger.pass(minuteMs - 1);
    expect(verdictOf(ledger.do(expire('r')))).toBe('not-due');
    ledger.pass(1);
    expect(verdictOf(ledger.do(expire('r')))).toBe('expired');
  });

  it('on_expiry "charge" books the reservation as an estimate, "release" books nothing', () => {
    const ledger = ledgerOf();
    const estimate = { inputTokens: 3, maxOutputTokens: 4 };
    ledger.must(
      reserve('r', 10n, { ttlMs: 1, onExpiry: 'charge', estimate }),
      reserve('s', 10n, { ttlMs: 1, estimate }),
    );
    ledger.pass(1);
    ledger.must(expire('r'), expire('s'));
    expect(ledger.usage).toHaveLength(1);
    expect(ledger.usage[0]).toMatchObject({
      type: 'cost',
      reservationId: 'r',
      costNanoUsd: 10n,
      tokens: 7,
      requests: 1,
      estimated: true,
      late: false,
    });
  });

  it('expiring again changes nothing', () => {
    const ledger = reservedTo('expired, charged');
    const { seq } = ledger.state;
    expect(verdictOf(ledger.do(expire('r')))).toBe('not-due');
    expect(ledger.state.seq).toBe(seq);
  });
});
