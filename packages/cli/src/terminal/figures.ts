/**
 * Brings a column of decimal strings to one number of decimals, at least `leastDecimals`, so that the points stand under each other.
 * Only zeros are added: no digit is ever rounded away. Cells that are not decimals (such as "-") stay as they are.
 */
export function alignDecimals(amounts: readonly string[], leastDecimals = 2): string[] {
  const decimals = Math.max(leastDecimals, ...amounts.map((amount) => fractionOf(amount)?.length ?? 0));
  return amounts.map((amount) => {
    const fraction = fractionOf(amount);
    if (fraction === undefined) return amount;
    const [whole = ''] = amount.split('.');
    return decimals === 0 ? groupThousands(whole) : `${groupThousands(whole)}.${fraction.padEnd(decimals, '0')}`;
  });
}

/** 1234567 becomes "1,234,567". */
export function formatCount(count: number): string {
  return groupThousands(String(count));
}

/** Seconds become "0:07", "12:30" or "1:02:03". */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0(?=\d:)/, '');
}

function fractionOf(amount: string): string | undefined {
  const match = /^-?\d+(?:\.(\d+))?$/.exec(amount);
  return match ? (match[1] ?? '') : undefined;
}

function groupThousands(whole: string): string {
  return whole.replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ',');
}
