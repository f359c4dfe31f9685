import type { ReportedUsage } from '@cofferdam/core';
import type { Flags, MeteredAttempt } from './metered-usage.ts';

/** The figures of one inference, wholes inclusive of their parts, as far as the provider says them. */
export interface Figures {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly cacheWrite1h?: number | undefined;
  readonly reasoning?: number | undefined;
  readonly audioInput?: number | undefined;
  readonly audioOutput?: number | undefined;
  readonly imageInput?: number | undefined;
  readonly imageOutput?: number | undefined;
}

/**
 * Makes an attempt of figures that may contradict each other. Where parts are larger than their whole, the whole cannot
 * have included them, and they are added to it: too much is flagged and can be seen, too little would be lost money.
 */
export function attemptOf(model: string | null, figures: Figures, flags: Flags): MeteredAttempt {
  const usage = { ...inputOf(figures, flags), ...outputOf(figures, flags) };
  return { model, usage, partial: figures.input === undefined || figures.output === undefined };
}

type InputUsage = Omit<ReportedUsage, 'output_tokens'>;
type OutputUsage = Omit<ReportedUsage, 'input_tokens'>;

function inputOf(figures: Figures, flags: Flags): InputUsage {
  const write1h = figures.cacheWrite1h ?? 0;
  const write = Math.max(figures.cacheWrite ?? 0, write1h);
  const cached = (figures.cacheRead ?? 0) + write;
  const said = figures.input ?? 0;
  if (cached > said || write1h > (figures.cacheWrite ?? write1h)) flags.add('parts_exceed_whole');
  const input = cached > said ? said + cached : said;
  // A cached audio token is both "cached" and "audio" where providers count it, and may only be one of them here. What
  // was cached is taken to be text first, since uncached audio is the dearest reading.
  const audio = Math.min(figures.audioInput ?? 0, input - cached);
  const image = Math.min(figures.imageInput ?? 0, input - cached - audio);
  return {
    input_tokens: input,
    ...part('cache_read_tokens', figures.cacheRead),
    ...part('cache_write_tokens', figures.cacheWrite === undefined ? figures.cacheWrite1h : write),
    ...part('cache_write_1h_tokens', figures.cacheWrite1h),
    ...part('audio_input_tokens', audio === 0 ? undefined : audio),
    ...part('image_input_tokens', image === 0 ? undefined : image),
  };
}

function outputOf(figures: Figures, flags: Flags): OutputUsage {
  const parts = (figures.reasoning ?? 0) + (figures.audioOutput ?? 0) + (figures.imageOutput ?? 0);
  const said = figures.output ?? 0;
  if (parts > said) flags.add('parts_exceed_whole');
  return {
    output_tokens: parts > said ? said + parts : said,
    ...part('reasoning_tokens', figures.reasoning),
    ...part('audio_output_tokens', figures.audioOutput || undefined),
    ...part('image_output_tokens', figures.imageOutput || undefined),
  };
}

function part(name: keyof ReportedUsage, value: number | undefined): Partial<ReportedUsage> {
  return value === undefined ? {} : { [name]: value };
}

/**
 * Holds the provider's total against the wholes. Tokens that only the total counts are charged as output: that is where
 * providers leave reasoning out, and it is the dearer side.
 */
export function withTotal(figures: Figures, total: number | undefined, flags: Flags): Figures {
  const { input, output } = figures;
  if (total === undefined || input === undefined) return figures;
  if (output === undefined) return total >= input ? { ...figures, output: total - input } : figures;
  if (total === input + output) return figures;
  flags.add('total_disagrees');
  return total > input + output ? { ...figures, output: total - input } : figures;
}
