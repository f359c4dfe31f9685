/** The most output that a family of models gives, by the name of the model without its vendor. */
interface Family {
  readonly models: RegExp;
  readonly maxOutputTokens: number;
}

function family(models: RegExp, maxOutputTokens: number): Family {
  return { models, maxOutputTokens };
}

// The first that matches counts. Too small a figure would shorten answers, too large a one only reserves more: where a
// page names several, the largest stands here.
const FAMILIES: readonly Family[] = [
  // developers.openai.com/api/docs/models, "Max output tokens" of each model.
  family(/^gpt-3\.5/, 4096),
  family(/^gpt-4o-2024-05-13/, 4096),
  family(/^(?:gpt-4o|chatgpt-4o|gpt-audio|gpt-4\.5)/, 16_384),
  family(/^gpt-4\.1/, 32_768),
  family(/^gpt-4-(?:turbo|1106|0125|vision)/, 4096),
  family(/^gpt-4-32k/, 32_768),
  family(/^gpt-4(?:-0|$)/, 8192),
  family(/^o1-preview/, 32_768),
  family(/^o1-mini/, 65_536),
  family(/^(?:o[134](?:-|$)|codex-mini)/, 100_000),
  family(/^gpt-5(?:\.\d)?-chat/, 16_384),
  family(/^gpt-5-pro/, 272_000),
  family(/^gpt-[56](?:[.-]|$)/, 128_000),
  family(/^gpt-oss/, 131_072),
  // platform.claude.com/docs/en/about-claude/models/overview, "Max output"; Claude Sonnet 3.7 with its beta header.
  family(/^claude-3-(?:opus|sonnet|haiku)/, 4096),
  family(/^claude-3-5/, 8192),
  family(/^claude-3-7/, 128_000),
  family(/^claude-opus-4(?:-[01])?(?:-20|@|-latest|$)/, 32_000),
  family(/^claude-(?:sonnet-4(?:-0)?(?:-20|@|-latest|$)|(?:sonnet|haiku|opus)-4-5)/, 64_000),
  family(/^claude-(?:opus|sonnet|haiku|fable)-\d/, 128_000),
  // ai.google.dev/gemini-api/docs/models, "Output token limit".
  family(/^gemini-(?:1|2\.0|pro|flash-1)/, 8192),
  family(/^gemini-2\.5-.*tts/, 16_384),
  family(/^gemini-[23].*-image/, 65_536),
  family(/^gemini-(?:2\.5|[3-9])/, 65_536),
  family(/^gemma-/, 8192),
];

/** The most output that a model gives, in tokens; null where that is not known. */
export function maxOutputOf(model: string): number | null {
  const name = model.slice(model.lastIndexOf('/') + 1).replace(/^ft:/, '');
  return FAMILIES.find(({ models }) => models.test(name))?.maxOutputTokens ?? null;
}
