import type { Choice } from './plan-choice.ts';

/** One generated token: of which choice, of what kind, and for a tool call of which call. */
export interface Token {
  readonly choice: Choice;
  readonly kind: 'reasoning' | 'text' | 'tool';
  readonly text: string;
  readonly tool: number;
  /** The first and the last token of their kind (or call) in the choice. */
  readonly first: boolean;
  readonly last: boolean;
}

function* tokensOfChoice(choice: Choice): Generator<Token, undefined> {
  const { reasoningTokens, textTokens, tools } = choice;
  for (let at = 0; at < reasoningTokens; at += 1) {
    const text = choice.reasoningAt(at);
    yield { choice, kind: 'reasoning', text, tool: 0, first: at === 0, last: at === reasoningTokens - 1 };
  }
  for (let at = 0; at < textTokens; at += 1) {
    const text = choice.textAt(at);
    yield { choice, kind: 'text', text, tool: 0, first: at === 0, last: at === textTokens - 1 };
  }
  for (const [tool, { argumentTokens }] of tools.entries()) {
    for (const [at, text] of argumentTokens.entries()) {
      yield { choice, kind: 'tool', text, tool, first: at === 0, last: at === argumentTokens.length - 1 };
    }
  }
}

/** The tokens in the order of their generation: the choices take turns. */
export function* tokensOfChoices(choices: readonly Choice[]): Generator<Token, undefined> {
  let open = choices.map((choice) => tokensOfChoice(choice));
  while (open.length > 0) {
    const still: typeof open = [];
    for (const tokens of open) {
      const next = tokens.next();
      if (next.done === true) continue;
      still.push(tokens);
      yield next.value;
    }
    open = still;
  }
}

/** The words of one kind in a row, as an answer that is not streamed gives them. */
export function spell(choice: Choice, kind: 'reasoning' | 'text'): string {
  const [length, at] =
    kind === 'text' ? [choice.textTokens, choice.textAt] : [choice.reasoningTokens, choice.reasoningAt];
  return Array.from({ length }, (_, place) => at(place)).join('');
}
