import type { Usage } from '../../generation/call.ts';
import type { Plan } from '../../generation/plan.ts';
import { tokensPerSearch } from '../../generation/plan.ts';
import type { Choice } from '../../generation/plan-choice.ts';
import { spell } from '../../generation/tokens-of-choices.ts';
import { callId } from '../call-id.ts';

export interface GeminiPart {
  text?: string;
  thoughtSignature?: string;
  functionCall?: { id: string; name: string; args: Record<string, unknown> };
}

export interface GeminiCandidate {
  content: { parts: GeminiPart[]; role: 'model' };
  finishReason?: 'STOP' | 'MAX_TOKENS';
  index: number;
  groundingMetadata?: { webSearchQueries: string[] };
}

/**
 * The input is `promptTokenCount` and `toolUsePromptTokenCount` together, the output `candidatesTokenCount` and
 * `thoughtsTokenCount`; what is 0 is left out, as Google does.
 */
export interface GeminiUsage {
  promptTokenCount: number;
  cachedContentTokenCount?: number;
  candidatesTokenCount?: number;
  totalTokenCount: number;
  promptTokensDetails: { modality: 'TEXT' | 'IMAGE'; tokenCount: number }[];
  thoughtsTokenCount?: number;
  toolUsePromptTokenCount?: number;
}

/** The body of an answer of generateContent, and of each event of its stream. */
export interface GeminiAnswer {
  candidates: GeminiCandidate[];
  usageMetadata?: GeminiUsage;
  modelVersion: string;
  responseId: string;
}

/** What was used when so much of the output was generated. */
export function geminiUsage(usage: Usage, visible: number, hidden: number): GeminiUsage {
  const toolUse = usage.searches * tokensPerSearch;
  const prompt = usage.promptTokens - toolUse;
  const details: GeminiUsage['promptTokensDetails'] = [
    { modality: 'TEXT', tokenCount: prompt - usage.imageTokens },
    { modality: 'IMAGE', tokenCount: usage.imageTokens },
  ];
  return {
    promptTokenCount: prompt,
    ...(visible > 0 && { candidatesTokenCount: visible }),
    totalTokenCount: usage.promptTokens + visible + hidden,
    ...(usage.cachedTokens > 0 && { cachedContentTokenCount: usage.cachedTokens }),
    promptTokensDetails: details.filter(({ tokenCount }) => tokenCount > 0),
    ...(hidden > 0 && { thoughtsTokenCount: hidden }),
    ...(toolUse > 0 && { toolUsePromptTokenCount: toolUse }),
  };
}

export function finishReason(choice: Choice): 'STOP' | 'MAX_TOKENS' {
  return choice.finish === 'length' ? 'MAX_TOKENS' : 'STOP';
}

/** What grounding by a search adds to a candidate. */
export function grounding({ usage }: Plan): Pick<GeminiCandidate, 'groundingMetadata'> {
  if (usage.searches === 0) return {};
  return {
    groundingMetadata: { webSearchQueries: Array.from({ length: usage.searches }, (_, at) => `query ${at + 1}`) },
  };
}

/** A call of a function; one in which the cap fell is left out, since its arguments are an object. */
export function callPart(plan: Plan, choice: Choice, at: number): GeminiPart | null {
  const tool = choice.tools[at];
  try {
    const args = JSON.parse(tool?.argumentTokens.join('') ?? '') as Record<string, unknown>;
    return { functionCall: { id: callId(plan, 'fc_', choice.index, at), name: tool?.name ?? '', args } };
  } catch {
    return null;
  }
}

export function writeGeminiAnswer(plan: Plan): GeminiAnswer {
  const { usage, behaviour } = plan;
  const candidates = plan.choices.map((choice): GeminiCandidate => {
    const text: GeminiPart[] = choice.textTokens > 0 ? [{ text: spell(choice, 'text') }] : [];
    const calls = choice.tools.map((_, at) => callPart(plan, choice, at)).filter((part) => part !== null);
    const content = { parts: [...text, ...calls], role: 'model' as const };
    return { content, finishReason: finishReason(choice), index: choice.index, ...grounding(plan) };
  });
  const told = geminiUsage(usage, usage.outputTokens - usage.reasoningTokens, usage.reasoningTokens);
  return {
    candidates,
    ...(behaviour.usage !== 'missing' && { usageMetadata: told }),
    modelVersion: plan.servedModel,
    responseId: plan.id,
  };
}
