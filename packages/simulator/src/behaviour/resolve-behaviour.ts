import type { Random } from '../generation/random.ts';
import { randomFrom } from '../generation/random.ts';
import type { Behaviour, BehaviourPart } from './behaviour.ts';
import { defaultBehaviour, mergeParts } from './behaviour.ts';

/** Lays the parts over each other, later ones on top, and draws the figures that are ranges: from their own seed, if any. */
export function resolveBehaviour(parts: readonly BehaviourPart[], random: Random): Behaviour {
  const merged = mergeParts([defaultBehaviour, ...parts]);
  const source = typeof merged.seed === 'string' ? randomFrom(`${merged.seed}/behaviour`) : random;
  const drawn = Object.entries(merged).map(([name, value]) => [name, draw(value, source)]);
  return Object.fromEntries(drawn) as Behaviour;
}

function draw(value: unknown, random: Random): unknown {
  if (!Array.isArray(value)) return value;
  const [min, max] = value as [number, number];
  return random.between(min, max);
}
