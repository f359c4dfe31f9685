const units = [
  ['G', 1e9],
  ['M', 1e6],
  ['k', 1e3],
] as const;

/** `312`, `12.4k`, `3.1M`: tokens and requests, which nobody reads to the last digit. */
export function count(value: number): string {
  if (value < 10_000) return value.toLocaleString('en-US');
  const [unit, divisor] = units.find(([, each]) => value >= each) ?? units[2];
  const scaled = value / divisor;
  return `${scaled < 100 ? scaled.toFixed(1).replace(/\.0$/, '') : Math.round(scaled).toLocaleString('en-US')}${unit}`;
}

/** `7.4 %` under ten, `96 %` above; `<0.1 %` for what is there and would round to nothing. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.05) return '<0.1 %';
  return `${Math.abs(value) < 10 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value).toLocaleString('en-US')} %`;
}

/** The part of a limit that is spent and reserved, as the API has it; null is a limit of nothing. */
export function utilisationText(utilisation: number | null): string {
  return utilisation === null ? 'all' : percent(utilisation);
}
