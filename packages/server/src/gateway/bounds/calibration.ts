/** What is learned of how many tokens a model makes of a byte. */
export interface Calibration {
  /** Tokens of a text of so many bytes at most, as far as was seen; never more than bytes. */
  bound(provider: string, model: string, textBytes: number): number;
  /** Takes note of a prompt of nothing but text, and of what the provider counted. */
  observe(provider: string, model: string, textBytes: number, promptTokens: number): void;
}

export interface CalibrationOptions {
  /** Models that are remembered; the one that was not asked for longest is forgotten first. */
  readonly maxModels?: number;
}

/** Prompts below this say little: what the provider adds to each outweighs their text. */
const LEAST_OBSERVED_BYTES = 512;
/** Short prompts are worth little, and vary most. */
const LEAST_BOUNDED_BYTES = 2048;
const LEAST_OBSERVATIONS = 20;
/** What is added to the most that was seen: a quarter. */
const MARGIN = { numerator: 5, denominator: 4 };
const MAX_MODELS = 1000;

interface Seen {
  observations: number;
  /** The prompt with the most tokens for its bytes. */
  tokens: number;
  bytes: number;
}

/**
 * Keeps, for each model, the largest share of tokens in bytes that any prompt had. A text of another language or of random
 * letters may have a larger one: a calibrated bound is likely, not proven, which is why `strict` does not use it.
 */
export function createCalibration({ maxModels = MAX_MODELS }: CalibrationOptions = {}): Calibration {
  const seen = new Map<string, Seen>();
  const touch = (key: string): Seen | undefined => {
    const entry = seen.get(key);
    if (entry === undefined) return undefined;
    seen.delete(key);
    seen.set(key, entry);
    return entry;
  };
  return {
    bound(provider, model, textBytes) {
      const entry = touch(`${provider}/${model}`);
      if (entry === undefined || entry.observations < LEAST_OBSERVATIONS) return textBytes;
      return textBytes < LEAST_BOUNDED_BYTES ? textBytes : Math.min(textBytes, scaled(entry, textBytes));
    },
    observe(provider, model, textBytes, promptTokens) {
      if (!isObservable(textBytes, promptTokens)) return;
      const key = `${provider}/${model}`;
      const entry = touch(key);
      if (entry === undefined) seen.set(key, { observations: 1, tokens: promptTokens, bytes: textBytes });
      else learn(entry, textBytes, promptTokens);
      if (seen.size > maxModels) seen.delete(seen.keys().next().value ?? key);
    },
  };
}

function isObservable(textBytes: number, promptTokens: number): boolean {
  return (
    Number.isSafeInteger(textBytes) &&
    Number.isSafeInteger(promptTokens) &&
    textBytes >= LEAST_OBSERVED_BYTES &&
    promptTokens > 0
  );
}

function learn(entry: Seen, textBytes: number, promptTokens: number): void {
  entry.observations += 1;
  if (BigInt(promptTokens) * BigInt(entry.bytes) <= BigInt(entry.tokens) * BigInt(textBytes)) return;
  entry.tokens = promptTokens;
  entry.bytes = textBytes;
}

function scaled({ tokens, bytes }: Seen, textBytes: number): number {
  const dividend = BigInt(textBytes) * BigInt(tokens) * BigInt(MARGIN.numerator);
  const divisor = BigInt(bytes) * BigInt(MARGIN.denominator);
  return Number((dividend + divisor - 1n) / divisor);
}
