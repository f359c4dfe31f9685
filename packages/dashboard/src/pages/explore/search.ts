/** What spend can be looked at by, in the order in which it is offered; filters are of the same. */
export const dimensions = [
  'agent',
  'team',
  'workflow',
  'connection',
  'user',
  'provider',
  'model',
  'run',
  'type',
  'outcome',
] as const;
export type Dimension = (typeof dimensions)[number];

/** Values of a dimension joined by commas, as the API takes them; an empty one is "no such label". */
export type Filters = { readonly [dimension in Dimension]?: string };

/** The same in an address, where an undefined one is taken out. */
type FilterSearch = { readonly [dimension in Dimension]?: string | undefined };

export const views = ['spend', 'records', 'refusals', 'swap'] as const;
export type View = (typeof views)[number];

export const measures = ['cost', 'requests', 'tokens', 'cost_per_request'] as const;
export type Measure = (typeof measures)[number];

const charts = ['time', 'bars'] as const;
const intervals = ['hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof intervals)[number];

export interface ExploreSearch extends FilterSearch {
  readonly view?: View | undefined;
  /** One dimension, or two joined by a comma. */
  readonly by?: string | undefined;
  readonly measure?: Measure | undefined;
  readonly chart?: (typeof charts)[number] | undefined;
  readonly interval?: Interval | undefined;
  /** How many rows have a line of their own. */
  readonly top?: number | undefined;
  /** `cost` ascending, `-cost` descending, by the API's names. */
  readonly sort?: string | undefined;
  /** The usage record that is looked at. */
  readonly record?: string | undefined;
  /** What refusals are told apart by. */
  readonly refused_by?: string | undefined;
  readonly from_model?: string | undefined;
  readonly to_model?: string | undefined;
}

function isDimension(name: unknown): name is Dimension {
  return (dimensions as readonly unknown[]).includes(name);
}

export function dimensionsOf({ by }: ExploreSearch): readonly Dimension[] {
  const asked = (by ?? '').split(',').filter(isDimension);
  return asked.length === 0 ? ['agent'] : [...new Set(asked)].slice(0, 2);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function oneOf<Value extends string>(known: readonly Value[], value: unknown): Value | undefined {
  return known.find((one) => one === value);
}

/** Reads it from an address that somebody may have written by hand: what makes no sense is left out. */
export function readExploreSearch(search: Record<string, unknown>): ExploreSearch {
  const top = Number(search['top']);
  const texts = [...dimensions, 'by', 'sort', 'record', 'refused_by', 'from_model', 'to_model'] as const;
  const read: ExploreSearch = {
    view: oneOf(views, search['view']),
    measure: oneOf(measures, search['measure']),
    chart: oneOf(charts, search['chart']),
    interval: oneOf(intervals, search['interval']),
    top: Number.isInteger(top) && top >= 1 && top <= 1_000 ? top : undefined,
    ...Object.fromEntries(texts.map((name) => [name, textOf(search[name])])),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as ExploreSearch;
}

/** The filters of an address, as the API takes them. */
export function filtersOf(search: ExploreSearch): Filters {
  // A parameter that is empty is not sent: a comma alone is the empty value as well.
  const sent = (filter: string | undefined): string | undefined => (filter === '' ? ',' : filter);
  return Object.fromEntries(
    dimensions.flatMap((dimension) => (search[dimension] === undefined ? [] : [[dimension, sent(search[dimension])]])),
  );
}

export function valuesOf(filter: string | undefined): readonly string[] {
  return filter === undefined ? [] : [...new Set(filter.split(','))];
}

/** What a value of a dimension is called; the empty one, and null, are "no agent". */
export function labelText(dimension: Dimension, value: string | null | undefined): string {
  return value === null || value === undefined || value === '' ? `no ${dimension}` : value;
}

/** The address of the same page with other values; an undefined one is taken out. */
export function changed(change: ExploreSearch): (now: ExploreSearch) => ExploreSearch {
  return (now) => ({ ...now, ...change });
}
