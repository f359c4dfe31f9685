import type { Frame, Oddities } from '../../delivery/deliver-stream.ts';
import type { Plan } from '../../generation/plan.ts';
import type { Token } from '../../generation/tokens-of-choices.ts';
import { tokensOfChoices } from '../../generation/tokens-of-choices.ts';
import { Refusal } from '../../http/refusal.ts';
import { padding } from '../openai/obfuscation.ts';
import { writeGeminiRefusal } from './refusal-body.ts';
import type { GeminiAnswer, GeminiCandidate, GeminiPart } from './write-answer.ts';
import { callPart, finishReason, geminiUsage, grounding } from './write-answer.ts';

/** Frames of server-sent events, as Google ends their lines. */
function sseEvent(data: object): string {
  return `data: ${JSON.stringify(data)}\r\n\r\n`;
}

/** The events of a stream, each with the usage so far. Without `alt=sse` they are the elements of one JSON array. */
export function* geminiFrames(plan: Plan): Generator<Frame, undefined> {
  if (plan.sse) {
    for (const { data, token } of events(plan)) yield framed(data === null ? '' : sseEvent(data), token);
    return;
  }
  let separator = '[';
  for (const { data, token } of events(plan)) {
    yield framed(data === null ? '' : separator + JSON.stringify(data), token);
    if (data !== null) separator = '\r\n,\r\n';
  }
  yield { text: ']\n' };
}

function framed(text: string, token: Frame['token']): Frame {
  return token === undefined ? { text } : { text, token };
}

interface GeminiEvent {
  /** Null where a token does not show. */
  readonly data: GeminiAnswer | null;
  readonly token?: Frame['token'];
}

function* events(plan: Plan): Generator<GeminiEvent, undefined> {
  const { choices, usage, behaviour } = plan;
  let [visible, hidden] = [0, 0];
  const answer = (candidates: GeminiCandidate[], isLast: boolean): GeminiAnswer => {
    const tells = behaviour.usage === 'reported' || (behaviour.usage === 'final' && isLast);
    return {
      candidates,
      ...(tells && { usageMetadata: geminiUsage(usage, visible, hidden) }),
      modelVersion: plan.servedModel,
      responseId: plan.id,
    };
  };
  for (const token of tokensOfChoices(choices)) {
    if (token.kind === 'reasoning') hidden += 1;
    else visible += 1;
    const part = partOf(plan, token);
    const content = { parts: part === null ? [] : [part], role: 'model' as const };
    const data = part === null ? null : answer([{ content, index: token.choice.index }], false);
    yield { data, token: token.kind === 'reasoning' ? 'hidden' : 'visible' };
  }
  for (const choice of choices) {
    const content = { parts: [{ text: '' }], role: 'model' as const };
    const candidate = { content, finishReason: finishReason(choice), index: choice.index, ...grounding(plan) };
    yield { data: answer([candidate], choice === choices.at(-1)) };
  }
}

/** A call of a function is sent whole, with its last token; thoughts are not shown. */
function partOf(plan: Plan, token: Token): GeminiPart | null {
  if (token.kind === 'text') return { text: token.text };
  return token.kind === 'tool' && token.last ? callPart(plan, token.choice, token.tool) : null;
}

export function geminiOddities(plan: Plan): Oddities {
  const head = { modelVersion: plan.servedModel, responseId: plan.id };
  const write = (data: object): string => (plan.sse ? sseEvent(data) : `\r\n,\r\n${JSON.stringify(data)}`);
  return {
    failure: write(writeGeminiRefusal(new Refusal(503, 'The model is overloaded.'), '')) + (plan.sse ? '' : ']\n'),
    filler: (lineBytes) => {
      const parts = [{ text: '', thoughtSignature: padding(lineBytes) }];
      return write({ candidates: [{ content: { parts, role: 'model' }, index: 0 }], ...head });
    },
    malformed: plan.sse ? 'data: {"malformed\r\n\r\n' : '\r\n,\r\n{"malformed\r\n',
    comment: plan.sse ? ': keep-alive\r\n\r\n' : '',
  };
}
