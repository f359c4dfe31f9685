import type { Plan } from '../../generation/plan.ts';
import type { Content } from './content.ts';
import { finishedContent } from './content.ts';

export type StopReason = 'end_turn' | 'max_tokens' | 'tool_use';

/** `usage` of Messages: the cached parts stand beside `input_tokens`, not in it. */
export interface MessagesUsage {
  input_tokens: number;
  cache_creation_input_tokens: number;
  cache_read_input_tokens: number;
  cache_creation: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number };
  output_tokens: number;
  output_tokens_details: { thinking_tokens: number } | null;
  server_tool_use: { web_search_requests: number; web_fetch_requests: number } | null;
  service_tier: 'standard' | 'priority';
  inference_geo: string;
  speed: 'standard';
}

/** The body of an answer of Messages that is not streamed. */
export interface MessagesAnswer {
  model: string;
  id: string;
  type: 'message';
  role: 'assistant';
  content: Content[];
  container: null;
  diagnostics: null;
  stop_reason: StopReason | null;
  stop_sequence: null;
  stop_details: null;
  usage?: MessagesUsage;
}

export function messagesUsage({ usage, tier }: Plan): MessagesUsage {
  const { writtenTokens, written1hTokens, searches, reasoningTokens } = usage;
  return {
    input_tokens: usage.promptTokens - usage.cachedTokens - writtenTokens,
    cache_creation_input_tokens: writtenTokens,
    cache_read_input_tokens: usage.cachedTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: writtenTokens - written1hTokens,
      ephemeral_1h_input_tokens: written1hTokens,
    },
    output_tokens: usage.outputTokens,
    output_tokens_details: reasoningTokens > 0 ? { thinking_tokens: reasoningTokens } : null,
    server_tool_use: searches > 0 ? { web_search_requests: searches, web_fetch_requests: 0 } : null,
    service_tier: tier as MessagesUsage['service_tier'],
    inference_geo: 'global',
    speed: 'standard',
  };
}

export function stopReason(plan: Plan): StopReason {
  const finish = plan.choices[0]?.finish ?? 'stop';
  return ({ stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' } as const)[finish];
}

/** The message before anything is said, without its usage. */
export function openMessage(plan: Plan): MessagesAnswer {
  return {
    model: plan.servedModel,
    id: plan.id,
    type: 'message',
    role: 'assistant',
    content: [],
    container: null,
    diagnostics: null,
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
  };
}

export function writeMessagesAnswer(plan: Plan): MessagesAnswer {
  const message = { ...openMessage(plan), content: finishedContent(plan), stop_reason: stopReason(plan) };
  return plan.behaviour.usage === 'missing' ? message : { ...message, usage: messagesUsage(plan) };
}
