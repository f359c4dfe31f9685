import type { Draw } from '../../support/draw.ts';
import type { Family } from './family.ts';

/** How the simulator is to treat a call. */
export interface Wishes {
  /** In the words of the simulator's directives. */
  readonly settings: readonly string[];
  /** The error status that it answers with. */
  readonly errorStatus: number | null;
  /** Something stands between the stream's first tokens: a line that is no JSON, or a very long one. */
  readonly isOdd: boolean;
  /** A line of the stream is no JSON. */
  readonly malformed: boolean;
  /** The stream falls silent: for connections that do not wait for long. */
  readonly stalls: boolean;
}

const none: Wishes = { settings: [], errorStatus: null, isOdd: false, malformed: false, stalls: false };

function of(...settings: readonly string[]): Wishes {
  return { ...none, settings };
}

/** One thing that goes wrong on the provider's side. */
function drawFault(draw: Draw, stream: boolean): Wishes {
  const after = draw.between(0, 60);
  const errorStatus = draw.oneOf([400, 404, 429, 500, 503, 529]);
  const any: readonly Wishes[] = [
    { ...of(`error-status=${errorStatus}`), errorStatus },
    of(`hang-up-after-tokens=${after}`),
    of('usage=missing'),
  ];
  const streamed: readonly Wishes[] = [
    of(`fail-after-tokens=${after + 1}`),
    of('usage=final'),
    { ...of(`huge-line-bytes=${draw.between(1000, 300_000)}`), isOdd: true },
    { ...of('malformed'), isOdd: true, malformed: true },
    { ...of(`stall-after-tokens=${after}`), stalls: true },
  ];
  return draw.oneOf(stream ? [...any, ...streamed] : any);
}

function drawLength(draw: Draw): string[] {
  const paced = draw.chance(0.1) ? [`tokens-per-second=${draw.between(300, 2000)}`] : [];
  return [`output-tokens=${draw.chance(0.05) ? draw.between(300, 1500) : draw.between(1, 150)}`, ...paced];
}

/**
 * Of a stream that its caller leaves. What a provider says after the gateway has stopped reading nobody can know: so much
 * as would lie unread between two processes of one machine is not said here, since no network and no model is as fast.
 */
function drawLeftLength(draw: Draw): string[] {
  if (draw.chance(0.5)) return [`output-tokens=${draw.between(1, 40)}`];
  return [`output-tokens=${draw.between(40, 200)}`, `tokens-per-second=${draw.between(150, 400)}`];
}

/**
 * Hidden tokens, where models have any: neither of the OpenAI models that have a price here reasons, so that nobody holds
 * or charges for it where an answer breaks off, beyond what may be under way.
 */
function drawReasoning(draw: Draw, family: Family): string[] {
  if (!draw.chance(0.25)) return [];
  return [`reasoning-tokens=${draw.between(1, family === 'messages' || family === 'gemini' ? 120 : 40)}`];
}

export interface Wishing {
  readonly draw: Draw;
  readonly family: Family;
  readonly stream: boolean;
  readonly isLeft: boolean;
}

/** Draws a treatment. Searches of Gemini are one at most, since Google charges this model's by the prompt. */
export function drawWishes({ draw, family, stream, isLeft }: Wishing): Wishes {
  const fault = draw.chance(0.25) ? drawFault(draw, stream) : none;
  const settings = [
    ...(stream && isLeft ? drawLeftLength(draw) : drawLength(draw)),
    // The simulator opens Gemini's array with the first token that shows, and what is odd must not come before that.
    ...(family === 'gemini' && fault.isOdd ? [] : drawReasoning(draw, family)),
    `searches=${family === 'gemini' ? 1 : draw.between(0, 3)}`,
    `lag-tokens=${draw.between(0, 8)}`,
    ...(draw.chance(0.15) ? ['gzip'] : []),
    ...(draw.chance(0.2) ? ['comments'] : []),
    ...(draw.chance(0.15) ? [`chunk-bytes=${draw.between(40, 400)}`] : []),
    ...fault.settings,
  ];
  return { ...fault, settings };
}
