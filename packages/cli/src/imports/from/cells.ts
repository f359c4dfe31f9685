import type { BadRow, Row } from '../read-rows.ts';

/** A row of somebody else's export as one of ours; what is wrong with it; or null where there is nothing in it. */
export type MapRow = (row: Row) => Row | BadRow | null;

/** What is wrong with one cell of a row. */
export class BadCell extends Error {
  readonly field: string;

  constructor(field: string, problem: string) {
    super(problem);
    this.field = field;
  }
}

/** The cell as text; empty where the row has none. */
export function cell({ members }: Row, name: string): string {
  const value = members[name];
  if (typeof value === 'string') return value.trim();
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** A time in its wire form. Exports of databases leave the zone away: they are in UTC. Throws a BadCell. */
export function timeCell(row: Row, name: string): string {
  const found = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,9})?\d*(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(cell(row, name));
  if (found === null) throw new BadCell(name, `"${cell(row, name)}" is no time`);
  const [, day, clock, fraction = '', zone = 'Z'] = found;
  return `${day}T${clock}${fraction}${zone.replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours: string, minutes = '00') => `${hours}:${minutes}`)}`;
}

/** A whole number, also as "59200.0". Throws a BadCell. */
export function countCell(row: Row, name: string): number {
  const text = cell(row, name);
  if (text === '') return 0;
  if (!/^\d{1,13}(\.0+)?$/.test(text)) throw new BadCell(name, `"${text}" is no whole number`);
  return Number.parseInt(text, 10);
}

const nanoDecimals = 9;

/**
 * An amount as exports have it, with an exponent or with thirty decimals, to the nano-dollar, half up. It is the text
 * that is rounded: no float comes near it. Throws a BadCell.
 */
export function amountCell(row: Row, name: string): string {
  const text = cell(row, name);
  const found = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (found === null) throw new BadCell(name, `"${text}" is no amount`);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  const digits = BigInt(whole + fraction);
  const shift = nanoDecimals - fraction.length + Number(exponent);
  const nano = shift >= 0 ? digits * 10n ** BigInt(shift) : halfUp(digits, 10n ** BigInt(-shift));
  const padded = nano.toString().padStart(nanoDecimals + 1, '0');
  const decimals = padded.slice(-nanoDecimals).replace(/0+$/, '');
  return `${nano === 0n ? '' : sign}${padded.slice(0, -nanoDecimals)}${decimals === '' ? '' : `.${decimals}`}`;
}

function halfUp(value: bigint, unit: bigint): bigint {
  return (value + unit / 2n) / unit;
}

/** A name as a label: what a label may not have becomes a dash; undefined where there is none. */
export function labelOf(...names: readonly string[]): string | undefined {
  const name = names.find((text) => text !== '');
  return name
    ?.replaceAll(/[^\w.:@/+~=-]+/g, '-')
    .replace(/^[^A-Za-z0-9_]+/, '')
    .slice(0, 128);
}

/** Members without those that are not there. */
export function present(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== ''));
}
