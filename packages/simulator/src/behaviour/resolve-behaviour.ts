import type { Random } from '../generation/random.ts';
import { randomFrom } from '../generation/random.ts';
import type { Behaviour, BehaviourPart, Range } from './behaviour.ts';
import { defaultBehaviour, mergeParts } from './behaviour.ts';

/**
 * Lays the parts over each other, later ones on top, and draws the figures that are ranges: from the behaviour's own
 * seed, if it has one.
 */
export function resolveBehaviour(parts: readonly BehaviourPart[], random: Random): Behaviour {
  const merged = mergeParts([defaultBehaviour, ...parts]);
  const source = typeof merged.seed === 'string' ? randomFrom(`${merged.seed}/behaviour`) : random;
  const drawn: Record<string, number> = {};
  for (const [name, value] of Object.entries(merged)) {
    if (Array.isArray(value)) drawn[name] = source.between(...(value as unknown as Range));
  }
  return { ...merged, ...drawn } as Behaviour;
}
