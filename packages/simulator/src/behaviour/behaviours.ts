import type { IncomingHttpHeaders } from 'node:http';
import type { Random } from '../generation/random.ts';
import { isObject } from '../http/json.ts';
import type { Behaviour, BehaviourPart } from './behaviour.ts';
import { partOfHeaders, partOfPrompt } from './directives.ts';
import { BehaviourError, readPart } from './read-part.ts';
import { resolveBehaviour } from './resolve-behaviour.ts';

/** How requests are treated unless they say otherwise. */
export interface Behaviours {
  /** Under everything else. */
  readonly all: BehaviourPart;
  /** For each request the seed draws one of these, each with its share of all requests; what is left draws none. */
  readonly mix: readonly { readonly share: number; readonly behaviour: BehaviourPart }[];
  /** Each is for one of the next requests, in their order. */
  readonly next: readonly BehaviourPart[];
}

export const noBehaviours: Behaviours = { all: {}, mix: [], next: [] };

/** Reads `{ all?, mix?, next? }`. Raises BehaviourError. */
export function readBehaviours(value: unknown): Behaviours {
  if (!isObject(value)) throw new BehaviourError('behaviours are an object with all, mix and next');
  const { all = {}, mix = [], next = [], ...unknown } = value;
  const [stray] = Object.keys(unknown);
  if (stray !== undefined) throw new BehaviourError(`behaviours have no ${stray}: only all, mix and next`);
  if (!Array.isArray(mix) || !Array.isArray(next)) throw new BehaviourError('mix and next are lists');
  const shares = mix.map((item: unknown) => readShare(item));
  if (shares.reduce((sum, { share }) => sum + share, 0) > 1 + Number.EPSILON * mix.length) {
    throw new BehaviourError('the shares of a mix are at most 1 together');
  }
  return { all: readPart(all), mix: shares, next: next.map((part: unknown) => readPart(part)) };
}

function readShare(item: unknown): Behaviours['mix'][number] {
  const { share, behaviour } = isObject(item) ? item : {};
  if (typeof share !== 'number' || !(share >= 0 && share <= 1)) throw new BehaviourError('a share is from 0 to 1');
  return { share, behaviour: readPart(behaviour) };
}

/** What a request says of its own treatment. */
export interface Wishes {
  readonly ofModel: BehaviourPart;
  readonly promptText: string;
  readonly headers: IncomingHttpHeaders;
}

/** The one treatment of a request. Later parts go before earlier ones: all, mix, next, model, prompt, headers. */
export function chooseBehaviour(
  behaviours: Behaviours,
  next: BehaviourPart,
  wishes: Wishes,
  random: Random,
): Behaviour {
  const parts = [behaviours.all, drawFromMix(behaviours.mix, random), next, wishes.ofModel];
  return resolveBehaviour([...parts, partOfPrompt(wishes.promptText), partOfHeaders(wishes.headers)], random);
}

function drawFromMix(mix: Behaviours['mix'], random: Random): BehaviourPart {
  let left = random.share();
  for (const { share, behaviour } of mix) {
    if (left < share) return behaviour;
    left -= share;
  }
  return {};
}
