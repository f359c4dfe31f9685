import { parseUsd } from '@cofferdam/core';
import type { IncomingHttpHeaders } from 'node:http';
import { ConnectionFailure } from '../api-client/connection-failure.ts';
import type { Exchange } from '../api-client/exchange.ts';
import { fieldsOf, listAt, textAt } from '../api-client/fields.ts';
import { readProblem, expectSuccess } from '../api-client/problem.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { AgentTally, AnsweredCall, RefusedCall } from './agent-tally.ts';
import { type DemoAgent, isRunaway } from './fleet.ts';
import { protocols, type Turn } from './protocols.ts';

export interface LoopOptions {
  readonly exchange: Exchange;
  /** The connection to the simulated providers. */
  readonly gatewayUrl: string;
  /** The agent's own key. */
  readonly key: string;
  readonly run: string;
  /** What the simulated providers keep with each call, to find those of this demo again. */
  readonly tag: string;
  readonly clock: Pick<Terminal, 'nowMs' | 'wait'>;
  readonly beatMs: number;
  /** When agents that end by themselves do so. */
  readonly endMs: number;
  readonly stop: AbortSignal;
  readonly onChange: () => void;
}

/** A runaway is asked about so often after it was stopped, at least: it does not give up by itself. */
const leastRefusals = 3;

/** A runaway that nobody has stopped after so many calls will not be stopped any more. */
const mostCalls = 500;

/** Makes the calls of one agent until its time is over, or it is refused for good. Raises a CommandFailure. */
export async function runAgent(tally: AgentTally, options: LoopOptions): Promise<void> {
  const { agent } = tally;
  const { clock, stop, beatMs } = options;
  let turns = nextTurns(agent, null);
  while (!stop.aborted && !isOver(tally, options)) {
    const reply = await ask(agent, turns, options);
    if (reply.kind === 'answered') {
      tally.answered.push(reply.call);
      tally.spentNanoUsd += reply.call.costNanoUsd ?? 0n;
      turns = nextTurns(agent, reply.text);
    } else if (reply.kind === 'refused') {
      tally.refused += 1;
      tally.refusal ??= reply.call;
      tally.state = 'stopped';
    }
    options.onChange();
    const pauseMs = reply.kind === 'wait' ? reply.pauseMs : pauseBeats(tally) * beatMs;
    if (pauseMs > 0) await clock.wait(pauseMs, stop);
  }
  if (tally.state === 'working') tally.state = 'ended';
  options.onChange();
}

/** The task, and what became of the last attempt where the agent cannot let go of it. */
function nextTurns({ prompt, again }: DemoAgent, lastAnswer: string | null): readonly Turn[] {
  const opening: Turn = { role: 'user', text: prompt };
  if (again === null || lastAnswer === null) return [opening];
  return [opening, { role: 'assistant', text: lastAnswer }, { role: 'user', text: again }];
}

function isOver(tally: AgentTally, { clock, endMs }: LoopOptions): boolean {
  const isTimeOver = clock.nowMs() >= endMs;
  if (!isRunaway(tally.agent)) return isTimeOver || tally.state === 'stopped';
  return (isTimeOver && tally.refused >= leastRefusals) || tally.answered.length >= mostCalls;
}

/** Refused, it asks again all the same, a little slower. */
function pauseBeats({ agent, state }: AgentTally): number {
  return agent.pauseBeats ?? (state === 'stopped' ? 2 : 0);
}

type Reply =
  | { readonly kind: 'answered'; readonly call: AnsweredCall; readonly text: string }
  | { readonly kind: 'refused'; readonly call: RefusedCall }
  /** Not now, but perhaps later. */
  | { readonly kind: 'wait'; readonly pauseMs: number };

/** One call through the gateway, as the agent's own client would make it. */
async function ask(agent: DemoAgent, turns: readonly Turn[], options: LoopOptions): Promise<Reply> {
  const { model, maxOutputTokens, outputTokens } = agent;
  const protocol = protocols[agent.protocol];
  const headers = {
    ...protocol.keyHeaders(options.key),
    'content-type': 'application/json',
    'x-cofferdam-run': options.run,
    'x-sim-tag': options.tag,
    'x-sim-output-tokens': outputTokens.join('-'),
    'x-sim-first-byte-ms': String(Math.round(agent.thinkingBeats * options.beatMs)),
  };
  const url = options.gatewayUrl + protocol.path(model);
  const body = JSON.stringify(protocol.body({ model, turns, maxOutputTokens }));
  const {
    status,
    headers: answered,
    text,
  } = await options.exchange({ method: 'POST', url, headers, body }).catch((error: unknown) => {
    throw new ConnectionFailure(options.gatewayUrl, error);
  });
  const reply = { status, headers: answered, body: parsed(text) };
  if (status === 429 || status === 503) return { kind: 'wait', pauseMs: retryAfterMs(answered) };
  if ([402, 403, 422].includes(status)) return { kind: 'refused', call: refusalOf(reply) };
  const answer = protocol.read(expectSuccess(reply));
  return { kind: 'answered', text: answer.text, call: { ...answer, ...toldInBand(answered) } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function retryAfterMs(headers: IncomingHttpHeaders): number {
  const seconds = Number(headers['retry-after'] ?? 1);
  return Math.min(Number.isFinite(seconds) ? seconds : 1, 5) * 1000;
}

function refusalOf(reply: { status: number; headers: IncomingHttpHeaders; body: unknown }): RefusedCall {
  const { status, code, detail } = readProblem(reply);
  const alternatives = listAt(reply.body, 'alternatives').map((one) => ({
    model: textAt(one, 'model') ?? '',
    requiredUsd: textAt(one, 'required_usd') ?? '',
  }));
  return { status, code, detail, alternatives };
}

/** What the gateway says of a call beside its answer. */
function toldInBand(
  headers: IncomingHttpHeaders,
): Pick<AnsweredCall, 'costNanoUsd' | 'remainingUsd' | 'clampedTokens'> {
  const fields = fieldsOf(headers);
  const cost = parseUsd(textAt(fields, 'x-cofferdam-cost-usd') ?? '');
  const clamped = textAt(fields, 'x-cofferdam-output-clamped');
  return {
    costNanoUsd: cost.ok ? cost.value : null,
    remainingUsd: textAt(fields, 'x-cofferdam-remaining-usd') ?? null,
    clampedTokens: clamped === undefined ? null : Number(clamped),
  };
}
