import fc from 'fast-check';
import type { Command, LedgerState } from '../../../src/ledger/index.ts';
import {
  adjust,
  clawBack,
  expire,
  grantCredit,
  record,
  refundCredit,
  reinstate,
  report,
  reserve,
  settle,
  topUp,
  writeOff,
} from './commands.ts';
import { dayMs, startMs } from './state.ts';

type Sketch =
  | { readonly command: (made: number, index: number) => Command }
  | { readonly ms: number }
  | { readonly mode: Mode };
type Mode = LedgerState['wallet']['mode'];

const amount = fc.bigInt(1n, 30n);
const names = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const expiry = fc.option(
  fc.constantFrom(0, 1, 2).map((days) => startMs + days * dayMs),
  { freq: 2 },
);
const whose = fc.option(
  names.map((name) => ({ topUp: name })),
  { freq: 3 },
);
const latest = fc.nat({ max: 3 });

function commands<T extends unknown[]>(make: (...args: T) => Command, ...from: { [i in keyof T]: fc.Arbitrary<T[i]> }) {
  return fc.tuple(...from).map((args) => ({ command: () => make(...(args as unknown as T)) }));
}

const reserves = fc
  .tuple(
    fc.bigInt(0n, 30n),
    fc.constantFrom(1, dayMs, 3 * dayMs),
    fc.constantFrom('release' as const, 'charge' as const),
  )
  .map(([held, ttlMs, onExpiry]) => ({
    command: (made: number) => reserve(`r${made + 1}`, held, { ttlMs, onExpiry }),
  }));

const closings = fc.oneof(
  fc.tuple(latest, fc.bigInt(0n, 40n)).map(
    ([back, cost]) =>
      (made: number) =>
        settle(`r${Math.max(0, made - back)}`, cost),
  ),
  latest.map((back) => (made: number) => expire(`r${Math.max(0, made - back)}`)),
);

const sketches: fc.Arbitrary<Sketch> = fc.oneof(
  { weight: 6, arbitrary: reserves },
  { weight: 8, arbitrary: closings.map((command) => ({ command })) },
  { weight: 3, arbitrary: commands((a, n, expiresMs) => topUp(a, n, { expiresMs }), amount, names, expiry) },
  {
    weight: 3,
    arbitrary: commands(
      (a, n, priority, expiresMs) => grantCredit(a, n, { priority, expiresMs }),
      amount,
      names,
      fc.constantFrom(0, 50, 100, 200),
      expiry,
    ),
  },
  { weight: 2, arbitrary: commands((n, a, r) => refundCredit({ topUp: n }, a, r), names, amount, names) },
  {
    weight: 2,
    arbitrary: commands(
      (a, n, purchase, cause) => clawBack(a, n, { purchase, cause }),
      amount,
      names,
      whose,
      fc.constantFrom('refund' as const, 'dispute' as const),
    ),
  },
  { weight: 1, arbitrary: commands((a, n, at) => reinstate(a, n, at), amount, names, expiry) },
  {
    weight: 1,
    arbitrary: commands(
      (a, n) => adjust(a, n),
      fc.bigInt(-30n, 30n).filter((a) => a !== 0n),
      names,
    ),
  },
  { weight: 1, arbitrary: commands((a, n) => writeOff(a, n), fc.option(amount), names) },
  {
    weight: 2,
    arbitrary: amount.map((a) => ({
      command: (_: number, index: number) => record(report(`u${index}`, a, { run: 'spent' })),
    })),
  },
  { weight: 3, arbitrary: fc.constantFrom(1, dayMs).map((ms) => ({ ms })) },
  { weight: 1, arbitrary: fc.constantFrom<Mode>('postpaid', 'prepaid', 'overdraft').map((mode) => ({ mode })) },
);

/** A step of a wallet's life: a command, or time that passes, or a mode that is set. */
export type LotStep =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'mode'; readonly mode: Mode };

/** The reservations are named r0, r1, … in their order, admitted or not. */
function told(all: readonly Sketch[]): LotStep[] {
  let made = -1;
  return all.map((sketch, index): LotStep => {
    if ('ms' in sketch) return { kind: 'pass', ms: sketch.ms };
    if ('mode' in sketch) return { kind: 'mode', mode: sketch.mode };
    const command = sketch.command(made, index);
    if (command.kind === 'reserve') made += 1;
    return { kind: 'command', command };
  });
}

/** Anything that credit may live through, in amounts so small that everything is used up often. */
export const lotStories: fc.Arbitrary<readonly LotStep[]> = fc
  .array(sketches, { minLength: 1, maxLength: 40, size: 'max' })
  .map(told);
