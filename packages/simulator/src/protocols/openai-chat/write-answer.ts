import type { Plan } from '../../generation/plan.ts';
import type { Choice, Finish } from '../../generation/plan-choice.ts';
import { spell } from '../../generation/tokens-of-choices.ts';
import { callId } from '../call-id.ts';
import type { ChatUsage } from './usage.ts';
import { chatUsage } from './usage.ts';

const fingerprint = 'fp_simulator';

interface ChatToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

interface ChatChoice {
  index: number;
  message: {
    role: 'assistant';
    content: string | null;
    tool_calls?: ChatToolCall[];
    refusal: null;
    annotations: [];
  };
  logprobs: null;
  finish_reason: Finish;
}

/** The body of an answer of Chat Completions that is not streamed. */
export interface ChatAnswer {
  id: string;
  object: 'chat.completion';
  created: number;
  model: string;
  choices: ChatChoice[];
  usage?: ChatUsage;
  service_tier: 'default' | 'priority' | 'flex';
  system_fingerprint: string;
}

/** What the answer and each chunk of it have in common. */
export function chatHead(
  plan: Plan,
): Pick<ChatAnswer, 'id' | 'created' | 'model' | 'service_tier' | 'system_fingerprint'> {
  return {
    id: plan.id,
    created: plan.createdAtSeconds,
    model: plan.servedModel,
    service_tier: plan.tier as ChatAnswer['service_tier'],
    system_fingerprint: fingerprint,
  };
}

export function writeChatAnswer(plan: Plan): ChatAnswer {
  const { id, created, model, service_tier, system_fingerprint } = chatHead(plan);
  const answer: ChatAnswer = {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: plan.choices.map((choice) => writeChoice(plan, choice)),
    service_tier,
    system_fingerprint,
  };
  return plan.behaviour.usage === 'missing' ? answer : { ...answer, usage: chatUsage(plan.usage) };
}

function writeChoice(plan: Plan, choice: Choice): ChatChoice {
  const calls = choice.tools.map((tool, at): ChatToolCall => ({
    id: callId(plan, 'call_', choice.index, at),
    type: 'function',
    function: { name: tool.name, arguments: tool.argumentTokens.join('') },
  }));
  return {
    index: choice.index,
    message: {
      role: 'assistant',
      content: calls.length > 0 ? null : spell(choice, 'text'),
      ...(calls.length > 0 && { tool_calls: calls }),
      refusal: null,
      annotations: [],
    },
    logprobs: null,
    finish_reason: choice.finish,
  };
}
