import type { JsonObject } from '../../http/json.ts';
import { needObject } from '../../http/json.ts';
import type { Protocol } from '../protocol.ts';
import { geminiFrames, geminiOddities } from './frames.ts';
import { countGeminiPrompt, readGeminiCall } from './read-call.ts';
import { writeGeminiRefusal } from './refusal-body.ts';
import { writeGeminiAnswer } from './write-answer.ts';

/** Gemini generateContent and streamGenerateContent. */
export const geminiGenerate: Protocol = {
  provider: 'google',
  endpoint: 'generateContent',
  readCall: readGeminiCall,
  writeAnswer: writeGeminiAnswer,
  frames: geminiFrames,
  oddities: geminiOddities,
  writeRefusal: writeGeminiRefusal,
  idPrefix: '',
};

/** The answer of `countTokens`; it costs nothing. The prompt stands in the body or in a whole request. Raises Refusal. */
export function countGeminiTokens(body: JsonObject): object {
  const inner = body['generateContentRequest'];
  const { blocks } = countGeminiPrompt(inner === undefined ? body : needObject(inner, 'generateContentRequest'));
  const totalTokens = blocks.reduce((sum, { tokens }) => sum + tokens, 0);
  return { totalTokens, promptTokensDetails: [{ modality: 'TEXT', tokenCount: totalTokens }] };
}
