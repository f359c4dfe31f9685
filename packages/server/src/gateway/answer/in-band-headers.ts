import { formatUsd } from '@cofferdam/core';

/** What a caller is told beside the answer itself. */
export interface InBand {
  readonly reservationId: string;
  readonly run: string;
  /** Null while it is not known: the head of a stream goes out before its cost. */
  readonly costNanoUsd: bigint | null;
  /** What the tightest of the budgets in USD has left; null where none applies. */
  readonly remaining: { readonly budgetName: string; readonly availableNanoUsd: bigint } | null;
  /** The cap that was written into the request, where it is lower than what the caller asked for. */
  readonly maxOutputTokens: number | null;
  /** The last call that a budget's allowance paid for. */
  readonly final: boolean;
  /** The cost is a bound, since the provider did not say. */
  readonly estimated: boolean;
}

const [BLANK, PERCENT, DELETE] = [0x20, 0x25, 0x7f];

/** Any text as a header's value: what is not visible ASCII is percent-encoded as UTF-8, as in a URL. */
export function headerSafe(text: string): string {
  let safe = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const isPlain = byte > BLANK && byte < DELETE && byte !== PERCENT;
    safe += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return safe;
}

/** The headers that go with every answer of a metered call. What is not known or not so has no header. */
export function inBandHeaders(inBand: InBand): Record<string, string> {
  const { costNanoUsd, remaining, maxOutputTokens } = inBand;
  const headers: Record<string, string> = {
    'x-cofferdam-reservation': inBand.reservationId,
    'x-cofferdam-run': headerSafe(inBand.run),
  };
  if (costNanoUsd !== null) headers['x-cofferdam-cost-usd'] = formatUsd(costNanoUsd);
  if (inBand.estimated) headers['x-cofferdam-estimated'] = 'true';
  if (remaining !== null) {
    headers['x-cofferdam-remaining-usd'] = formatUsd(remaining.availableNanoUsd);
    headers['x-cofferdam-remaining-budget'] = headerSafe(remaining.budgetName);
  }
  if (maxOutputTokens !== null) headers['x-cofferdam-output-clamped'] = String(maxOutputTokens);
  if (inBand.final) headers['x-cofferdam-final'] = 'true';
  return headers;
}
