/** A first call with an official client, to be run as it stands once `AGENT_KEY` is set. */
export interface CallSnippet {
  readonly id: string;
  /** Of the client. */
  readonly name: string;
  readonly install: string | null;
  readonly code: string;
}

function curlOpenai(base: string): CallSnippet {
  return {
    id: 'curl',
    name: 'curl',
    install: null,
    code: `curl -sS ${base}/v1/chat/completions \\
  -H "Authorization: Bearer $AGENT_KEY" -H 'Content-Type: application/json' \\
  -d '{"model":"gpt-4o-mini","max_tokens":200,"messages":[{"role":"user","content":"Hello"}]}'`,
  };
}

function openai(base: string): readonly CallSnippet[] {
  return [
    {
      id: 'openai-js',
      name: 'OpenAI, JavaScript',
      install: 'npm install openai',
      code: `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${base}/v1', apiKey: process.env.AGENT_KEY });
const answer = await client.chat.completions.create({
  model: 'gpt-4o-mini',
  max_tokens: 200,
  messages: [{ role: 'user', content: 'Hello' }],
});
console.log(answer.choices[0].message.content);`,
    },
    {
      id: 'openai-python',
      name: 'OpenAI, Python',
      install: 'pip install openai',
      code: `import os
from openai import OpenAI

client = OpenAI(base_url="${base}/v1", api_key=os.environ["AGENT_KEY"])
answer = client.chat.completions.create(
    model="gpt-4o-mini",
    max_tokens=200,
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`,
    },
  ];
}

function anthropic(base: string): readonly CallSnippet[] {
  return [
    {
      id: 'anthropic-js',
      name: 'Anthropic, JavaScript',
      install: 'npm install @anthropic-ai/sdk',
      code: `import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ baseURL: '${base}', apiKey: process.env.AGENT_KEY });
const answer = await client.messages.create({
  model: 'claude-haiku-4-5',
  max_tokens: 200,
  messages: [{ role: 'user', content: 'Hello' }],
});
console.log(answer.content[0].text);`,
    },
    {
      id: 'anthropic-python',
      name: 'Anthropic, Python',
      install: 'pip install anthropic',
      code: `import os
from anthropic import Anthropic

client = Anthropic(base_url="${base}", api_key=os.environ["AGENT_KEY"])
answer = client.messages.create(
    model="claude-haiku-4-5",
    max_tokens=200,
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.content[0].text)`,
    },
  ];
}

function gemini(base: string): readonly CallSnippet[] {
  return [
    {
      id: 'gemini',
      name: 'Gemini, JavaScript',
      install: 'npm install @google/genai',
      code: `import { GoogleGenAI } from '@google/genai';

const client = new GoogleGenAI({ apiKey: process.env.AGENT_KEY, httpOptions: { baseUrl: '${base}' } });
const answer = await client.models.generateContent({
  model: 'gemini-2.5-flash',
  contents: 'Hello',
  config: { maxOutputTokens: 200 },
});
console.log(answer.text);`,
    },
  ];
}

function curlAnthropic(base: string): CallSnippet {
  return {
    id: 'curl',
    name: 'curl',
    install: null,
    code: `curl -sS ${base}/v1/messages \\
  -H "x-api-key: $AGENT_KEY" -H 'anthropic-version: 2023-06-01' -H 'Content-Type: application/json' \\
  -d '{"model":"claude-haiku-4-5","max_tokens":200,"messages":[{"role":"user","content":"Hello"}]}'`,
  };
}

function curlGemini(base: string): CallSnippet {
  return {
    id: 'curl',
    name: 'curl',
    install: null,
    code: `curl -sS ${base}/v1beta/models/gemini-2.5-flash:generateContent \\
  -H "x-goog-api-key: $AGENT_KEY" -H 'Content-Type: application/json' \\
  -d '{"contents":[{"parts":[{"text":"Hello"}]}],"generationConfig":{"maxOutputTokens":200}}'`,
  };
}

/** The clients that a connection speaks with; the simulator speaks with all of them. */
export function callSnippets(provider: string, connection: string, origin: string): readonly CallSnippet[] {
  const base = `${origin}/gateway/${encodeURIComponent(connection)}`;
  if (provider === 'anthropic') return [curlAnthropic(base), ...anthropic(base)];
  if (provider === 'gemini') return [curlGemini(base), ...gemini(base)];
  if (provider === 'simulator') return [curlOpenai(base), ...openai(base), ...anthropic(base), ...gemini(base)];
  return [curlOpenai(base), ...openai(base)];
}
