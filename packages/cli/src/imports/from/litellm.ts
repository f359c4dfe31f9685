import { amountCell, cell, countCell, labelOf, type MapRow, present, timeCell } from './cells.ts';
import type { Row } from '../read-rows.ts';

/** Columns of LiteLLM's table LiteLLM_SpendLogs without which it is none of it. */
export const litellmColumns = ['request_id', 'startTime', 'model', 'spend', 'prompt_tokens', 'completion_tokens'];

/** Where LiteLLM calls a provider by another name than the price book. */
const providers: Readonly<Record<string, string>> = {
  gemini: 'google',
  vertex_ai: 'google',
  xai: 'x-ai',
  bedrock: 'aws',
  bedrock_converse: 'aws',
  together_ai: 'together',
  fireworks_ai: 'fireworks',
  azure_ai: 'azure',
};

function metadataOf(row: Row): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(cell(row, 'metadata') || '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function aliasOf(row: Row, name: string): string {
  const alias = metadataOf(row)[name];
  return typeof alias === 'string' ? alias : '';
}

/** `openai/gpt-4o` and `gpt-4o` by `openai` are one. */
function modelOf(row: Row): { provider: string; model: string } {
  const [model, by] = [cell(row, 'model'), cell(row, 'custom_llm_provider')];
  const slash = model.indexOf('/');
  const prefix = slash < 0 ? '' : model.slice(0, slash);
  const provider = by === '' ? prefix : by;
  const bare = provider !== '' && prefix === provider ? model.slice(slash + 1) : model;
  return { provider: labelOf(providers[provider] ?? provider) ?? 'unknown', model: labelOf(bare) ?? 'unknown' };
}

/** A row of LiteLLM_SpendLogs: one call, at the cost that LiteLLM booked. A call that failed and cost nothing is none. */
export const fromLitellm: MapRow = (row) => {
  const cost = amountCell(row, 'spend');
  const [input, output] = [countCell(row, 'prompt_tokens'), countCell(row, 'completion_tokens')];
  if (cost === '0' && input + output === 0) return null;
  return {
    line: row.line,
    members: present({
      id: cell(row, 'request_id').slice(0, 200),
      time: timeCell(row, 'startTime'),
      agent: labelOf(cell(row, 'agent_id'), aliasOf(row, 'user_api_key_alias'), cell(row, 'api_key')) ?? 'litellm',
      user: labelOf(cell(row, 'end_user'), cell(row, 'user')),
      team: labelOf(aliasOf(row, 'user_api_key_team_alias'), cell(row, 'team_id')),
      run: labelOf(cell(row, 'session_id')),
      ...modelOf(row),
      input_tokens: input,
      output_tokens: output,
      cost_usd: cost,
    }),
  };
};
