import type { Usage } from '../../generation/call.ts';
import type { Plan } from '../../generation/plan.ts';
import type { Item } from './items.ts';
import { finishedItems } from './items.ts';

/** `usage` of Responses: the prompt with its cached part, the output with its reasoning. */
export interface ResponsesUsage {
  input_tokens: number;
  input_tokens_details: { cached_tokens: number; cache_write_tokens: number };
  output_tokens: number;
  output_tokens_details: { reasoning_tokens: number };
  total_tokens: number;
}

function responsesUsage(usage: Usage): ResponsesUsage {
  return {
    input_tokens: usage.promptTokens,
    input_tokens_details: { cached_tokens: usage.cachedTokens, cache_write_tokens: 0 },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.promptTokens + usage.outputTokens,
  };
}

/** The response object, as answers are and as the events of a stream carry it. Fields of the request are repeated. */
export interface ResponsesAnswer {
  id: string;
  object: 'response';
  created_at: number;
  status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  background: false;
  error: { code: 'server_error'; message: string } | null;
  incomplete_details: { reason: 'max_output_tokens' } | null;
  instructions: string | null;
  max_output_tokens: number | null;
  model: string;
  output: Item[];
  parallel_tool_calls: boolean;
  previous_response_id: string | null;
  service_tier: 'auto' | 'default' | 'priority' | 'flex';
  store: boolean;
  temperature: number;
  text: { format: { type: 'text' }; verbosity: 'medium' };
  tool_choice: unknown;
  tools: unknown;
  top_p: number;
  truncation: 'disabled';
  usage: ResponsesUsage | null;
  user: null;
  metadata: Record<string, never>;
}

/** The response before anything is said. */
export function openResponse(plan: Plan): ResponsesAnswer {
  const { body, call } = plan;
  const { instructions, previous_response_id: previous } = body;
  return {
    id: plan.id,
    object: 'response',
    created_at: plan.createdAtSeconds,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: typeof instructions === 'string' ? instructions : null,
    max_output_tokens: call.cap,
    model: plan.servedModel,
    output: [],
    parallel_tool_calls: true,
    previous_response_id: typeof previous === 'string' ? previous : null,
    // Until it is done the tier is the one asked for, not the one that served it.
    service_tier: 'auto',
    store: body['store'] !== false,
    temperature: 1,
    text: { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    top_p: 1,
    truncation: 'disabled',
    usage: null,
    user: null,
    metadata: {},
  };
}

/** The response when all is said. */
export function finishedResponse(plan: Plan): ResponsesAnswer {
  const isCut = plan.choices.some(({ finish }) => finish === 'length');
  return {
    ...openResponse(plan),
    status: isCut ? 'incomplete' : 'completed',
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    output: finishedItems(plan),
    service_tier: plan.tier as ResponsesAnswer['service_tier'],
    usage: plan.behaviour.usage === 'missing' ? null : responsesUsage(plan.usage),
  };
}

/** The response of a stream that broke off; the provider tells no usage then. */
export function failedResponse(plan: Plan): ResponsesAnswer {
  const error = { code: 'server_error' as const, message: 'The server had an error while answering.' };
  return { ...openResponse(plan), status: 'failed', error };
}
