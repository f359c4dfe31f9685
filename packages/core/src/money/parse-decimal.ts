export type ParsedDecimal =
  | { readonly ok: true; readonly value: bigint }
  | { readonly ok: false; readonly reason: string };

export interface DecimalFormat {
  /** How many decimals may be written; the value is an integer count of 10 to the minus this. */
  readonly decimals: number;
  /** The largest magnitude, in whole units. */
  readonly maxWhole: bigint;
  readonly allowNegative: boolean;
}

const DECIMAL = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

// Longer texts are cut before the pattern sees them, so that a megabyte of digits costs nothing; what is left of such a
// text is still refused, for its decimals or for its size.
const MAX_LENGTH = 40;

/**
 * Reads a decimal from its one written form: a string of plain digits with an optional point. Anything else is refused
 * with a reason that completes the sentence "the figure …": a JSON number (it has already been through a float), an
 * exponent, a plus sign, blanks, a bare or trailing point, leading zeros.
 */
export function parseDecimal(text: unknown, format: DecimalFormat): ParsedDecimal {
  if (typeof text !== 'string') return refuse('must be a decimal string such as "12.5"');
  const parts = DECIMAL.exec(text.slice(0, MAX_LENGTH));
  if (parts === null) return refuse('must be plain digits with an optional point, such as "12.5"');
  const [, sign = '', whole = '', decimals = ''] = parts;
  if (decimals.length > format.decimals) return refuse(`has more than ${format.decimals} decimals`);
  if (sign === '-' && !format.allowNegative) return refuse('must not be negative');
  const magnitude = BigInt(whole + decimals.padEnd(format.decimals, '0'));
  if (magnitude > format.maxWhole * 10n ** BigInt(format.decimals)) return refuse(`must be at most ${format.maxWhole}`);
  return { ok: true, value: sign === '-' ? -magnitude : magnitude };
}

function refuse(reason: string): ParsedDecimal {
  return { ok: false, reason };
}
