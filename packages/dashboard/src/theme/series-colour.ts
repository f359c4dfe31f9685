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

function remember(dimension: string, name: string): void {
  if (order === null || order.length >= most) return;
  order.push(`${dimension} ${name}`);
  try {
    localStorage.setItem(key, JSON.stringify(order));
  } catch {
    // Without storage the colours hold until the page is loaded again.
  }
}

/** Which of the hues is a name's own. */
function hueOf(dimension: string, name: string): number {
  order ??= remembered();
  const own = order.filter((one) => one.startsWith(`${dimension} `));
  const found = own.indexOf(`${dimension} ${name}`);
  if (found === -1) remember(dimension, name);
  return (found === -1 ? own.length : found) % hues;
}

function colourOf(hue: number): string {
  return `var(--series-${hue + 1})`;
}

const rest = 'var(--series-rest)';

/** The colour of one value of a dimension; what is left over is grey everywhere. */
export function seriesColour(dimension: string, name: string | null): string {
  return name === null ? rest : colourOf(hueOf(dimension, name));
}

const ofCharts = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** There are more names than hues: of two with one hue in a chart the second takes one that is free there. */
function coloursOf(dimension: string, names: readonly string[]): ReadonlyMap<string, string> {
  const free = new Set(Array.from({ length: hues }, (_, hue) => hue));
  const first = names.filter((name) => free.delete(hueOf(dimension, name)));
  const colours = new Map(first.map((name) => [name, colourOf(hueOf(dimension, name))]));
  for (const name of names) {
    if (colours.has(name)) continue;
    const [hue = hueOf(dimension, name)] = free;
    free.delete(hue);
    colours.set(name, colourOf(hue));
  }
  return colours;
}

/** The colour of a value in a chart of `names`, where no two look the same as long as there are hues. */
export function chartColour(dimension: string, names: readonly string[], name: string | null): string {
  if (name === null) return rest;
  const colours = ofCharts.get(names) ?? coloursOf(dimension, names);
  ofCharts.set(names, colours);
  return colours.get(name) ?? rest;
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
