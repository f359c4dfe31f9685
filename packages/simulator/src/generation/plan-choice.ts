import type { Behaviour } from '../behaviour/behaviour.ts';
import { cutTokens } from '../tokens/count-tokens.ts';
import { writeArguments } from './arguments.ts';
import type { Call, CallableTool } from './call.ts';
import { figureAt } from './random.ts';
import { wordAt } from './words.ts';

export type Finish = 'stop' | 'length' | 'tool_calls';

/** One call of a function: its name is not counted, its arguments are. */
export interface PlannedTool {
  readonly name: string;
  readonly argumentTokens: readonly string[];
}

/** What one choice will say, before any of it is said. Words are made when they are needed: an answer may be endless. */
export interface Choice {
  readonly index: number;
  readonly finish: Finish;
  readonly reasoningTokens: number;
  readonly textTokens: number;
  readonly tools: readonly PlannedTool[];
  /** The hidden and the visible token at a place. */
  readonly reasoningAt: (place: number) => string;
  readonly textAt: (place: number) => string;
}

const endlessTokens = 1_000_000;

/** All tokens of the choice, those of its tool calls included. */
export function choiceTokens(choice: Choice): number {
  const ofTools = choice.tools.reduce((sum, tool) => sum + tool.argumentTokens.length, 0);
  return choice.reasoningTokens + choice.textTokens + ofTools;
}

/** Plans one of the choices: reasoning, then text or tool calls, cut where the cap ends. */
export function planChoice(call: Call, behaviour: Behaviour, seed: number, index: number): Choice {
  const ownSeed = figureAt(seed, index + 1);
  const cap = behaviour.ignoreCap ? endlessTokens : Math.min(call.cap ?? endlessTokens, endlessTokens);
  const said = behaviour.say === null ? null : cutTokens(behaviour.say);
  const wantedTools = said === null ? wantedCalls(call, behaviour, ownSeed) : [];
  const wantedText = wantedTools.length > 0 ? 0 : wantedWords(behaviour, said);

  const reasoningTokens = Math.min(behaviour.reasoningTokens, cap);
  const textTokens = Math.min(wantedText, cap - reasoningTokens);
  const tools = cutTools(wantedTools, cap - reasoningTokens - textTokens);
  const wanted = behaviour.reasoningTokens + wantedText + sumOfArguments(wantedTools);
  const isCut = wanted > reasoningTokens + textTokens + sumOfArguments(tools);
  const finish = wantedTools.length > 0 ? 'tool_calls' : 'stop';
  return {
    index,
    finish: isCut ? 'length' : finish,
    reasoningTokens,
    textTokens,
    tools,
    reasoningAt: (place) => wordAt(ownSeed + 1, place),
    textAt: (place) => said?.[place] ?? wordAt(ownSeed, place),
  };
}

function wantedWords(behaviour: Behaviour, said: readonly string[] | null): number {
  if (behaviour.endless) return endlessTokens + 1;
  return said === null ? behaviour.outputTokens : said.length;
}

function wantedCalls(call: Call, behaviour: Behaviour, seed: number): PlannedTool[] {
  const wanted = behaviour.toolCalls ?? (call.mustCall === null ? 0 : 1);
  if (call.tools.length === 0) return [];
  return Array.from({ length: wanted }, (_, place) => {
    const tool = chooseTool(call, place);
    const text = JSON.stringify(writeArguments(tool.schema, figureAt(seed, place)));
    return { name: tool.name, argumentTokens: cutTokens(text) };
  });
}

function chooseTool(call: Call, place: number): CallableTool {
  const { mustCall, tools } = call;
  const named = mustCall === null || mustCall === 'any' ? undefined : tools.find(({ name }) => name === mustCall.name);
  return named ?? tools[place % tools.length] ?? { name: 'none', schema: {} };
}

function sumOfArguments(tools: readonly PlannedTool[]): number {
  return tools.reduce((sum, tool) => sum + tool.argumentTokens.length, 0);
}

/** Keeps whole calls and the beginning of the one in which the cap falls, as providers do. */
function cutTools(tools: readonly PlannedTool[], room: number): PlannedTool[] {
  const kept: PlannedTool[] = [];
  let left = room;
  for (const tool of tools) {
    if (left <= 0) break;
    kept.push({ name: tool.name, argumentTokens: tool.argumentTokens.slice(0, left) });
    left -= tool.argumentTokens.length;
  }
  return kept;
}
