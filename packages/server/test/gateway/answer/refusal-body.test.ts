import Anthropic from '@anthropic-ai/sdk';
import { createOpenAI } from '@ai-sdk/openai';
import { GoogleGenAI } from '@google/genai';
import { ChatOpenAI } from '@langchain/openai';
import { APICallError, generateText } from 'ai';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { type Problem, problemOf } from '../../../src/errors/problem.ts';
import { refusalFor, withAlternatives } from '../../../src/gateway/answer/index.ts';
import { errorOf, startProvider } from './support/provider.ts';

const members = { budget_name: 'café', required_usd: '0.61', resets_at: '2026-11-23T23:00:00Z' };
const problems: readonly Problem[] = [
  problemOf('budget_exceeded', 'agent support-bot has 0.42 USD left', members),
  problemOf('agent_paused', 'agent support-bot is paused', { agent: 'support-bot' }),
  problemOf('model_unpriced', 'there is no price for openai/new'),
  problemOf('target_forbidden', 'the base URL leads to an address that is not allowed'),
];
const cases = problems.map((problem) => [problem.status, problem.code, problem] as const);
const messages = [{ role: 'user' as const, content: 'hello' }];

async function refused(protocol: 'openai' | 'anthropic' | 'gemini', problem: Problem) {
  return startProvider({ status: problem.status, ...refusalFor(protocol, problem) });
}

function said({ title, detail }: Problem): string {
  return `${title}: ${detail}`;
}

/** LangChain's client tries every 422 again but one with this code; ours is then the type. */
function asOpenAi(status: number, code: string): { code: string; type?: string } {
  return status === 422 ? { code: 'insufficient_quota', type: code } : { code };
}

describe.each(cases)('a refusal with %i %s', (status, code, problem) => {
  it('reaches the client of OpenAI, which calls once', async () => {
    const provider = await refused('openai', problem);
    const client = new OpenAI({ apiKey: 'k', baseURL: provider.url });
    for (const call of [
      () => client.chat.completions.create({ model: 'm', messages }),
      () => client.chat.completions.create({ model: 'm', messages, stream: true }),
      () => client.responses.create({ model: 'm', input: 'hello' }),
      () => client.embeddings.create({ model: 'm', input: 'hello' }),
    ]) {
      const before = provider.calls();
      const error = await errorOf(call());
      expect(error).toBeInstanceOf(OpenAI.APIError);
      expect(error).toMatchObject({ status, ...asOpenAi(status, code), message: `${status} ${said(problem)}` });
      expect(provider.calls() - before).toBe(1);
    }
  });

  it('reaches the client of Anthropic, which calls once', async () => {
    const provider = await refused('anthropic', problem);
    const client = new Anthropic({ apiKey: 'k', baseURL: provider.url });
    const error = await errorOf(client.messages.create({ model: 'm', max_tokens: 5, messages }));
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(error).toMatchObject({ status, errorCode: code, apiMessage: said(problem) });
    expect(provider.calls()).toBe(1);
  });

  it('reaches the client of Gemini, which calls once', async () => {
    const provider = await refused('gemini', problem);
    const client = new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: provider.url } });
    const error = (await errorOf(client.models.generateContent({ model: 'm', contents: 'hello' }))) as Error;
    expect(error).toMatchObject({ name: 'ApiError', status });
    expect(JSON.parse(error.message)).toMatchObject({ code, error: { code: status, message: said(problem) } });
    expect(provider.calls()).toBe(1);
  });

  it('reaches the Vercel AI SDK, which calls once', async () => {
    const provider = await refused('openai', problem);
    const openai = createOpenAI({ apiKey: 'k', baseURL: provider.url });
    const error = await errorOf(generateText({ model: openai.chat('m'), prompt: 'hello' }));
    expect(error).toBeInstanceOf(APICallError);
    expect(error).toMatchObject({
      statusCode: status,
      message: said(problem),
      data: { error: asOpenAi(status, code) },
    });
    expect(provider.calls()).toBe(1);
  });

  it('reaches LangChain, which calls once', async () => {
    const provider = await refused('openai', problem);
    const client = new ChatOpenAI({
      apiKey: 'k',
      model: 'gpt-4o',
      configuration: { baseURL: provider.url },
    });
    expect(await errorOf(client.invoke('hello'))).toMatchObject({ status, ...asOpenAi(status, code) });
    expect(provider.calls()).toBe(1);
  });
});

describe('the members of the problem', () => {
  const problem = withAlternatives(problems[0]!, [
    { model: 'gpt-5-mini', requiredNanoUsd: 120_000_000n, maxOutputTokens: 1024 },
  ]);
  const alternatives = [{ model: 'gpt-5-mini', required_usd: '0.12', max_output_tokens: 1024 }];

  it.each(['openai', 'anthropic', 'gemini'] as const)('stand at top level for %s', (protocol) => {
    const body = JSON.parse(refusalFor(protocol, problem).body) as Record<string, unknown>;
    expect(body).toMatchObject({
      code: 'budget_exceeded',
      status: 402,
      title: 'Budget exceeded',
      ...members,
      alternatives,
    });
    expect(protocol === 'anthropic' ? body['problem_type'] : body['type']).toBe('/problems/budget-exceeded');
  });

  it('that a program needs are kept by the client of OpenAI', async () => {
    const provider = await refused('openai', problem);
    const client = new OpenAI({ apiKey: 'k', baseURL: provider.url });
    const thrown = await errorOf(client.chat.completions.create({ model: 'm', messages }));
    expect(thrown).toMatchObject({ status: 402, error: { ...members, alternatives } });
    expect(thrown).not.toHaveProperty('error.available_usd');
  });

  it('have no alternatives where there are none', () => {
    expect(withAlternatives(problems[0]!, [])).toBe(problems[0]);
  });

  it('name the field that a client of OpenAI shows', () => {
    const invalid = problemOf('invalid_request', 'n: must be a number', { field: 'n' });
    expect(JSON.parse(refusalFor('openai', invalid).body)).toMatchObject({
      error: { type: 'invalid_request_error', code: 'invalid_request', param: 'n' },
    });
  });
});

it.each([
  ['unauthenticated', 'authentication_error', 'authentication_error', 'UNAUTHENTICATED'],
  ['budget_exceeded', 'billing_error', 'billing_error', 'FAILED_PRECONDITION'],
  ['forbidden', 'permission_error', 'permission_error', 'PERMISSION_DENIED'],
  ['not_found', 'invalid_request_error', 'not_found_error', 'NOT_FOUND'],
  ['payload_too_large', 'invalid_request_error', 'request_too_large', 'INVALID_ARGUMENT'],
  ['invalid_request', 'invalid_request_error', 'invalid_request_error', 'INVALID_ARGUMENT'],
  ['model_unpriced', 'model_unpriced', 'invalid_request_error', 'INVALID_ARGUMENT'],
  ['rate_limited', 'rate_limit_error', 'rate_limit_error', 'RESOURCE_EXHAUSTED'],
  ['internal', 'server_error', 'api_error', 'INTERNAL'],
  ['upstream_failed', 'server_error', 'api_error', 'UNAVAILABLE'],
  ['overloaded', 'server_error', 'overloaded_error', 'UNAVAILABLE'],
  ['upstream_timeout', 'server_error', 'timeout_error', 'DEADLINE_EXCEEDED'],
] as const)('%s is what each provider calls it', (code, openai, anthropic, gemini) => {
  const problem = problemOf(code, 'why');
  const errorIn = (protocol: 'openai' | 'anthropic' | 'gemini') =>
    (JSON.parse(refusalFor(protocol, problem).body) as { error: unknown }).error;
  expect(errorIn('openai')).toMatchObject({ type: openai });
  expect(errorIn('anthropic')).toMatchObject({ type: anthropic });
  expect(errorIn('gemini')).toMatchObject({ status: gemini });
});
