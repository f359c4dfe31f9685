/** As many different values are told apart; what comes after them is one value, `other`. */
const maxPairs = 200;

/** The same object for the same pair. */
export type SeriesLabels = Readonly<{ provider: string; model: string }>;

type LabelCap = (provider: string | null, model: string | null) => SeriesLabels;

const other = { provider: 'other', model: 'other' } as const;

/**
 * Callers choose names of models, and each name would be a series for ever: so the first ones are told apart, and the
 * rest are `other`. What has no model, a stated cost or a tool, is `none`.
 */
export function createLabelCap(): LabelCap {
  const known = new Map<string, SeriesLabels>();
  return (provider, model) => {
    const key = `${provider ?? ''} ${model ?? ''}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= maxPairs) return other;
    const made = { provider: provider ?? 'none', model: model ?? 'none' };
    known.set(key, made);
    return made;
  };
}
