/** One line of the text format of Prometheus. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly type: string;
  readonly help: string;
}

export interface Scrape {
  readonly families: ReadonlyMap<string, Family>;
  readonly samples: readonly Sample[];
  /** The sum of the samples of a name that have these labels. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number;
}

const line = /^([a-z_][a-z0-9_]*)(?:\{(.*)\})? (\S+)$/;

function sampleOf(text: string): Sample {
  const [, name = '', labels = '', value] = line.exec(text) ?? [];
  if (name === '') throw new Error(`not a line of the text format: ${text}`);
  const pairs = [...labels.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [key, text]);
  return { name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) };
}

/** Reads what /metrics answers, written for these tests. */
export function readMetrics(text: string): Scrape {
  const heads = (word: string): Map<string, string> =>
    new Map(
      [...text.matchAll(new RegExp(`^# ${word} (\\S+) (.*)$`, 'gm'))].map(([, name = '', rest = '']) => [name, rest]),
    );
  const [types, helps] = [heads('TYPE'), heads('HELP')];
  const families = new Map([...types].map(([name, type]) => [name, { type, help: helps.get(name) ?? '' }]));
  const lines = text.split('\n').filter((one) => one !== '' && !one.startsWith('#'));
  const samples = lines.map(sampleOf);
  return {
    families,
    samples,
    sum: (name, labels = {}) =>
      samples
        .filter((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value))
        .reduce((total, { value }) => total + value, 0),
  };
}
