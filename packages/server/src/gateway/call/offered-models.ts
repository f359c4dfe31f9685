import { periodAt, type PriceBook, type TokenRates } from '@cofferdam/core';

/** As many are asked about for one refusal. */
const maxOffered = 12;

/** Models that answer with something else than text, or that a chat cannot be moved to. */
const otherPurposes =
  /embed|whisper|tts|audio|realtime|transcribe|image|dall-e|moderation|live|computer-use|search|research|instruct|vision|guard|veo|imagen|robotics|codex|ft[:.-]|ft-|:/i;

/** Families that their providers have retired, and that the price book keeps for what was once charged. */
const retired =
  /^(ada|babbage|curie|davinci|text-davinci|gpt-3\.5|gpt-4-|gpt-4$|gpt-4\.5|o1-mini|o1-preview|claude-v1|claude-2|claude-3|gemini-1|gemini-pro|gemini-flash-1|claude.*gemini)/i;

/** Answers so far: the same few models are refused over and over. A book never changes. */
const remembered = new WeakMap<PriceBook, Map<string, readonly string[]>>();
const maxRemembered = 1_000;

function ratesOf(book: PriceBook, provider: string, model: string, timeMs: number): TokenRates | undefined {
  const found = book.find(provider, model);
  return found === undefined ? undefined : periodAt(found.model, timeMs)?.terms.rates;
}

function sumOf({ inputUncached, output }: TokenRates): bigint {
  return (inputUncached ?? 0n) + (output ?? 0n);
}

/** Cheaper on both sides: a call that does not fit one may then fit the other, whatever it consists of. */
function isCheaper(rates: TokenRates, than: TokenRates): boolean {
  if (rates.inputUncached === null || rates.output === null || than.inputUncached === null || than.output === null) {
    return false;
  }
  return rates.inputUncached <= than.inputUncached && rates.output <= than.output && sumOf(rates) < sumOf(than);
}

function cheaperModels(book: PriceBook, provider: string, asked: string, timeMs: number): readonly string[] {
  const own = ratesOf(book, provider, asked, timeMs);
  if (own === undefined || otherPurposes.test(asked)) return [];
  const names = (book.provider(provider)?.models ?? []).map((model) => model.id);
  const cheaper = names.flatMap((model) => {
    const rates = otherPurposes.test(model) || retired.test(model) ? undefined : ratesOf(book, provider, model, timeMs);
    return rates !== undefined && isCheaper(rates, own) ? [{ model, sum: sumOf(rates) }] : [];
  });
  const dearestFirst = cheaper.toSorted((a, b) => Number(b.sum - a.sum));
  return dearestFirst.slice(0, maxOffered).map(({ model }) => model);
}

/**
 * Models of the same provider that a refused call may be asked to use instead, the dearest of the cheaper ones first:
 * the least of a step down. Which of them would fit, the ledger says.
 */
export function offeredModels(book: PriceBook, provider: string, asked: string, timeMs: number): readonly string[] {
  const byModel = remembered.get(book) ?? new Map<string, readonly string[]>();
  remembered.set(book, byModel);
  const key = `${provider} ${asked}`;
  const known = byModel.get(key);
  if (known !== undefined) return known;
  const offered = cheaperModels(book, provider, asked, timeMs);
  if (byModel.size >= maxRemembered) byModel.clear();
  byModel.set(key, offered);
  return offered;
}
