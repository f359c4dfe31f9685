/** What a picture costs at most in a family of models. */
interface Family {
  readonly models: RegExp;
  /** Tokens by detail: `low`, `high` (which `auto` may mean), and where there is one `original`. */
  readonly low: number;
  readonly high: number;
  readonly original?: number;
}

// Tiles: fitted into 2048 x 2048 and down to 768 on the short side, a picture has at most 4 x 2 tiles of 512 pixels.
function tiles(models: RegExp, base: number, tile: number): Family {
  return { models, low: base, high: base + 8 * tile };
}

// Patches of 32 pixels, at most 1,536 of them, times the model's multiplier, which is given in hundredths.
function patches(models: RegExp, percent: number): Family {
  const high = Math.ceil((1536 * percent) / 100);
  return { models, low: high, high };
}

// developers.openai.com/api/docs/guides/images-vision, "Calculating costs".
const FAMILIES: readonly Family[] = [
  tiles(/^gpt-4o-mini/, 2833, 5667),
  patches(/^gpt-(?:4\.1|5)-mini/, 162),
  patches(/^gpt-(?:4\.1|5)-nano/, 246),
  patches(/^o4-mini/, 172),
  tiles(/^(?:gpt-4o|chatgpt-4o|gpt-4\.1|gpt-4\.5|gpt-4-turbo|gpt-4-vision)/, 85, 170),
  tiles(/^computer-use/, 65, 129),
  tiles(/^(?:o1|o3)/, 75, 150),
  tiles(/^gpt-5(?:-chat|-pro|-codex|-20|$)/, 70, 140),
  // From GPT-5.1 on pictures are patches, up to 2,500 of them and up to 10,000 where they are sent as they are. Not every
  // multiplier is published; the largest that is, 2.46, stands for all.
  { models: /^gpt-(?:5\.|[6-9])/, low: 6150, high: 6150, original: 24_600 },
];

// The most that any picture costs at any of them: eight tiles of gpt-4o-mini.
const UNKNOWN: Omit<Family, 'models'> = { low: 48_169, high: 48_169 };

/** The name of a model without the vendor in front of it, and without the mark of a fine-tuned one. */
export function plainName(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1).replace(/^ft:/, '');
}

/** Tokens of one picture at most. Where the detail is left to the model, it may take the picture as it is. */
export function imageTokensAtMost(model: string, detail: unknown): number {
  const family = FAMILIES.find(({ models }) => models.test(plainName(model))) ?? UNKNOWN;
  if (detail === 'low') return family.low;
  return detail === 'high' ? family.high : (family.original ?? family.high);
}
