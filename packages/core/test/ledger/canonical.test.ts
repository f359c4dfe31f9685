import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalDraw,
  canonicalEntry,
  canonicalLot,
  canonicalUsage,
  type LedgerEntry,
  type Lot,
  type LotDraw,
  recordId,
  type UsageRecord,
} from '../../src/ledger/index.ts';
import { attempt, attempts, labels, record, report, reserve, settle, topUp } from './support/commands.ts';
import { ledgerOf } from './support/test-ledger.ts';

function bookedRow(): UsageRecord {
  const ledger = ledgerOf();
  const every = labels({ workflow: 'w', connection: 'c', user: 'u', team: 't', provider: 'acme', model: 'small' });
  ledger.must(
    topUp(1_000n, 'first'),
    record(report('a', attempts(attempt('small', 10, 5)), { labels: every, run: 'task' })),
  );
  return ledger.usage[0]!;
}

/** The value changed to another of its kind. */
function changed(value: unknown): unknown {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'bigint') return value + 1n;
  if (typeof value === 'boolean') return !value;
  return value === null ? 'x' : null;
}

function variants<Row extends object>(row: Row): [field: string, variant: Row][] {
  return Object.entries(row).map(([field, value]) => [field, { ...row, [field]: changed(value) }]);
}

describe('every stored field is in the canonical row: no edit goes unseen by the hash', () => {
  const row = bookedRow();

  it.each(variants<object>(row).filter(([field]) => field !== 'dimensions' && field !== 'buckets'))(
    'usage record: %s',
    (_field, variant) => {
      expect(canonicalUsage(variant as UsageRecord)).not.toBe(canonicalUsage(row));
    },
  );

  it.each(variants(row.dimensions))('usage record: dimensions.%s', (_field, dimensions) => {
    expect(canonicalUsage({ ...row, dimensions })).not.toBe(canonicalUsage(row));
  });

  it.each(variants(row.buckets!))('usage record: buckets.%s', (_field, buckets) => {
    expect(canonicalUsage({ ...row, buckets })).not.toBe(canonicalUsage(row));
  });

  const ledger = ledgerOf();
  ledger.must(topUp(100n, 'first'), reserve('r', 10n), settle('r', 10n));

  it.each(
    ledger.entries.flatMap((entry) =>
      variants<object>(entry).map(([field, variant]) => [entry.kind, field, entry, variant] as const),
    ),
  )('ledger entry of a %s: %s', (_kind, _field, entry, variant) => {
    expect(canonicalEntry(variant as LedgerEntry)).not.toBe(canonicalEntry(entry));
  });
});

describe('every field that a lot or a draw is made with is in its canonical row', () => {
  const ledger = ledgerOf();
  ledger.must(topUp(100n, 'first', { expiresMs: Date.UTC(2030, 0, 1) }), reserve('r', 10n), settle('r', 10n));

  it.each(variants<Lot>(ledger.lots[0]!).filter(([field]) => field !== 'remaining'))('lot: %s', (_field, lot) => {
    expect(canonicalLot(lot)).not.toBe(canonicalLot(ledger.lots[0]!));
  });

  it.each(variants<LotDraw>(ledger.draws[0]!))('draw: %s', (_field, draw) => {
    expect(canonicalDraw(draw)).not.toBe(canonicalDraw(ledger.draws[0]!));
  });
});

describe('no two different rows have the same canonical text', () => {
  const row = bookedRow();
  const text = fc.option(fc.string({ unit: fc.constantFrom('-', ';', ':', '1', '0', 'a') }));

  it('not even where fields hold the separators', () => {
    fc.assert(
      fc.property(fc.tuple(text, text, text), fc.tuple(text, text, text), (one, other) => {
        const of = ([source, sourceId, reservationId]: typeof one): string =>
          canonicalUsage({ ...row, source, sourceId, reservationId });
        expect(of(one) === of(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 2_000 },
    );
  });

  it('not even where one field ends where another would have begun', () => {
    const parts = fc.array(fc.constantFrom('', '1', '1:a', '-', 'a'), { minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(parts, fc.nat(), fc.nat(), (all, i, j) => {
        const cutAt = (place: number): string => {
          const cut = 1 + (place % (all.length - 1));
          const [source, sourceId] = [all.slice(0, cut).join(';'), all.slice(cut).join(';')];
          return canonicalUsage({ ...row, source, sourceId });
        };
        expect(cutAt(i) === cutAt(j)).toBe(i % (all.length - 1) === j % (all.length - 1));
      }),
      { numRuns: 1_000 },
    );
  });

  it('null is not the empty string, and cost null is not cost 0', () => {
    expect(canonicalUsage({ ...row, source: null })).not.toBe(canonicalUsage({ ...row, source: '' }));
    expect(canonicalUsage({ ...row, costNanoUsd: null })).not.toBe(canonicalUsage({ ...row, costNanoUsd: 0n }));
  });
});

describe('record ids', () => {
  const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  const seqs = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  const indexes = fc.integer({ min: 0, max: 2 ** 26 - 1 });

  it('are UUIDs of version 7, variant 10, with the time in front (RFC 9562, section 5.7)', () => {
    fc.assert(
      fc.property(times, seqs, indexes, (timeMs, seq, index) => {
        const id = recordId(timeMs, seq, index);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe(timeMs);
      }),
    );
  });

  it('order like time, then seq, then index, and are as unique', () => {
    const parts = fc.tuple(times, seqs, indexes);
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const differs = one.findIndex((part, index) => part !== other[index]);
        const expected = differs < 0 ? 0 : Math.sign(one[differs]! - other[differs]!);
        const [a, b] = [recordId(...one), recordId(...other)];
        expect(Number(a > b) - Number(a < b)).toBe(expected);
      }),
    );
  });
});
