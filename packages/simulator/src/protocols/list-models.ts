import type { Model } from '../generation/models.ts';
import { findModel, models } from '../generation/models.ts';
import { Refusal } from '../http/refusal.ts';

/** Lists differ by protocol; on the path that OpenAI and Anthropic share, Anthropic's clients name their version. */
export type ModelStyle = 'openai' | 'anthropic' | 'gemini';

const createdAtSeconds = 1_730_000_000;
const providers = { openai: 'openai', anthropic: 'anthropic', gemini: 'google' } as const;

/** The list of a provider's models, or one of them. Raises Refusal 404 for one that is not its own. */
export function answerModels(style: ModelStyle, id: string | null): object {
  const own = models.filter(({ provider }) => provider === providers[style]);
  if (id === null) return writeList(style, own);
  const model = findModel(id);
  if (model !== null && own.includes(model)) return writeModel(style, model);
  throw new Refusal(404, `The model '${id}' does not exist or you do not have access to it.`, 'model', {
    code: 'model_not_found',
  });
}

function writeList(style: ModelStyle, own: readonly Model[]): object {
  const data = own.map((model) => writeModel(style, model));
  switch (style) {
    case 'openai':
      return { object: 'list', data };
    case 'anthropic':
      return { data, has_more: false, first_id: own[0]?.servedAs ?? null, last_id: own.at(-1)?.servedAs ?? null };
    case 'gemini':
      return { models: data };
  }
}

function writeModel(style: ModelStyle, model: Model): object {
  switch (style) {
    case 'openai':
      return { id: model.id, object: 'model', created: createdAtSeconds, owned_by: 'system' };
    case 'anthropic':
      return writeAnthropicModel(model);
    case 'gemini':
      return {
        name: `models/${model.id}`,
        version: '001',
        displayName: model.id,
        inputTokenLimit: model.contextTokens,
        outputTokenLimit: model.outputTokens,
        supportedGenerationMethods: ['generateContent', 'countTokens'],
      };
  }
}

function writeAnthropicModel(model: Model): object {
  return {
    type: 'model',
    id: model.servedAs,
    display_name: model.id,
    created_at: new Date(createdAtSeconds * 1000).toISOString(),
    capabilities: null,
    deprecated_at: null,
    lifecycle: 'active',
    line: 'sonnet',
    max_input_tokens: model.contextTokens,
    max_tokens: model.outputTokens,
    retires_at: null,
  };
}
