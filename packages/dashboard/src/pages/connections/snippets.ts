import type { Connection } from './connections.ts';

interface Example {
  /** Of the client that it is for. */
  readonly name: string;
  readonly code: string;
}

function openai(base: string): readonly Example[] {
  return [
    {
      name: 'openai',
      code: `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${base}/v1',
  apiKey: process.env.AGENT_KEY,
});`,
    },
    {
      name: 'curl',
      code: `curl -sS ${base}/v1/chat/completions \\
  -H "Authorization: Bearer $AGENT_KEY" -H 'Content-Type: application/json' \\
  -d '{"model":"gpt-4o-mini","max_tokens":200,"messages":[{"role":"user","content":"Hello"}]}'`,
    },
    { name: 'environment', code: `OPENAI_BASE_URL=${base}/v1\nOPENAI_API_KEY=$AGENT_KEY` },
  ];
}

function anthropic(base: string): readonly Example[] {
  return [
    {
      name: '@anthropic-ai/sdk',
      code: `import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({
  baseURL: '${base}',
  apiKey: process.env.AGENT_KEY,
});`,
    },
    { name: 'Claude Code', code: `ANTHROPIC_BASE_URL=${base}\nANTHROPIC_API_KEY=$AGENT_KEY` },
  ];
}

function gemini(base: string): readonly Example[] {
  return [
    {
      name: '@google/genai',
      code: `import { GoogleGenAI } from '@google/genai';

const client = new GoogleGenAI({
  apiKey: process.env.AGENT_KEY,
  httpOptions: { baseUrl: '${base}' },
});`,
    },
    { name: 'environment', code: `GOOGLE_GEMINI_BASE_URL=${base}\nGEMINI_API_KEY=$AGENT_KEY` },
  ];
}

/** How official clients call through a connection: one address and one key change. */
export function examplesOf({ name, provider }: Connection, origin: string): readonly Example[] {
  const base = `${origin}/gateway/${encodeURIComponent(name)}`;
  if (provider === 'anthropic') return anthropic(base);
  if (provider === 'gemini') return gemini(base);
  if (provider === 'simulator')
    return [...openai(base).slice(0, 2), ...anthropic(base).slice(0, 1), ...gemini(base).slice(0, 1)];
  return openai(base);
}
