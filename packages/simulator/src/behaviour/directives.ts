import type { IncomingHttpHeaders } from 'node:http';
import type { BehaviourPart } from './behaviour.ts';
import { mergeParts } from './behaviour.ts';
import { readSetting } from './read-part.ts';

const headerPrefix = 'x-sim-';

/** Reads `x-sim-output-tokens: 50`. */
export function partOfHeaders(headers: IncomingHttpHeaders): BehaviourPart {
  const settings = Object.entries(headers)
    .filter(([name]) => name.startsWith(headerPrefix))
    .map(([name, value]) => readSetting(name.slice(headerPrefix.length), String(value)));
  return mergeParts(settings);
}

/** A model name without its directives, and what these ask for. */
export interface ModelDirectives {
  /** The name that decides limits and prices: `sim-gpt-4o~gzip` is `gpt-4o`. */
  readonly base: string;
  readonly part: BehaviourPart;
}

/**
 * Reads `sim-gpt-4o~output-tokens-50~gzip`: behind `sim-` a model, then settings, each after a tilde, its value after
 * its last hyphen. A range is written `5..9`.
 */
export function partOfModel(model: string): ModelDirectives {
  if (!model.startsWith('sim-')) return { base: model, part: {} };
  const [base = '', ...settings] = model.slice('sim-'.length).split('~');
  const parts = settings.map((setting) => {
    const match = /^(.*?)(?:-(\d+(?:\.\.\d+)?|true|false|missing|final|reported))?$/.exec(setting);
    return readSetting(match?.[1] ?? setting, (match?.[2] ?? '').replace('..', '-'));
  });
  return { base, part: mergeParts(parts) };
}

const opening = '[[sim ';

/**
 * Reads `[[sim output-tokens=50 gzip]]` in the prompt's last text. It reaches the simulator through anything that
 * forwards a prompt unchanged, where headers are dropped and models must be known.
 */
export function partOfPrompt(text: string): BehaviourPart {
  const start = text.lastIndexOf(opening);
  const end = start < 0 ? -1 : text.indexOf(']]', start);
  if (end < 0) return {};
  const settings = text
    .slice(start + opening.length, end)
    .split(' ')
    .filter(Boolean);
  const parts = settings.map((setting) => {
    const [name = '', value = ''] = setting.split('=');
    return readSetting(name, value);
  });
  return mergeParts(parts);
}
