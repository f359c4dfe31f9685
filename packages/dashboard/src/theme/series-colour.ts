/**
 * The same agent has the same colour on every page: each name gets the next colour when it is first drawn, and keeps it
 * in this browser. A hash of the name would need no memory, but would give two of seven names one colour most of the time.
 */
const key = 'cofferdam.colours';
const hues = 7;
const most = 300;

function remembered(): string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

let order: string[] | null = null;

/** The colour of one value of a dimension; what is left over is grey everywhere. */
export function seriesColour(dimension: string, name: string | null): string {
  if (name === null) return 'var(--series-rest)';
  order ??= remembered();
  const own = order.filter((one) => one.startsWith(`${dimension} `));
  const found = own.indexOf(`${dimension} ${name}`);
  if (found !== -1) return `var(--series-${(found % hues) + 1})`;
  if (order.length < most) {
    order.push(`${dimension} ${name}`);
    try {
      localStorage.setItem(key, JSON.stringify(order));
    } catch {
      // Without storage the colours hold until the page is loaded again.
    }
  }
  return `var(--series-${(own.length % hues) + 1})`;
}

/** Whoever signs in next need not find the names of another org here. */
export function forgetColours(): void {
  order = null;
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
