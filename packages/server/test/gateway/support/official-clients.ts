import Anthropic from '@anthropic-ai/sdk';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { GoogleGenAI } from '@google/genai';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, type LanguageModel, streamText } from 'ai';
import OpenAI from 'openai';
import { readAnthropic, readGenAi, readOpenAi, readVercel, type Thrown } from './thrown.ts';

/** What a client is told of where to call, and as whom. */
export interface Address {
  readonly key: string;
  readonly model: string;
  /** Of the connection, without a version. */
  readonly url: string;
}

/** One way in which an official client makes a call. */
export interface OfficialClient {
  readonly name: string;
  readonly connection: 'openai' | 'anthropic' | 'gemini';
  readonly model: string;
  /** Makes one call as a user would, with the client's own retries. */
  readonly ask: (address: Address) => Promise<unknown>;
  readonly read: (error: unknown) => Thrown;
}

const says = [{ role: 'user' as const, content: 'hello' }];

function openAi({ key, url }: Address): OpenAI {
  return new OpenAI({ apiKey: key, baseURL: `${url}/v1` });
}

function anthropic({ key, url }: Address): Anthropic {
  return new Anthropic({ apiKey: key, baseURL: url });
}

function genAi({ key, url }: Address): GoogleGenAI {
  return new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url } });
}

function langChain({ key, url, model }: Address): ChatOpenAI {
  return new ChatOpenAI({ model, apiKey: key, configuration: { baseURL: `${url}/v1` } });
}

function vercel(address: Address, version: string): { apiKey: string; baseURL: string } {
  return { apiKey: address.key, baseURL: `${address.url}/${version}` };
}

/** A stream of this client tells its errors beside its text. */
async function streamWhole(model: LanguageModel): Promise<void> {
  const errors: unknown[] = [];
  const result = streamText({ model, messages: says, onError: ({ error }) => void errors.push(error) });
  await result.consumeStream();
  if (errors.length > 0) throw errors[0];
}

async function drain(pieces: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pieces) continue;
}

type Asked = Pick<OfficialClient, 'name' | 'ask'>;

function of(
  connection: OfficialClient['connection'],
  model: string,
  read: OfficialClient['read'],
  asked: readonly Asked[],
): OfficialClient[] {
  return asked.map((one) => ({ connection, model, read, ...one }));
}

export const officialClients: readonly OfficialClient[] = [
  ...of('openai', 'gpt-4o', readOpenAi, [
    { name: 'openai-chat', ask: (at) => openAi(at).chat.completions.create({ model: at.model, messages: says }) },
    {
      name: 'openai-chat-stream',
      ask: (at) => openAi(at).chat.completions.stream({ model: at.model, messages: says }).finalMessage(),
    },
    { name: 'openai-responses', ask: (at) => openAi(at).responses.create({ model: at.model, input: 'hello' }) },
    {
      name: 'openai-responses-stream',
      ask: async (at) => drain(await openAi(at).responses.create({ model: at.model, input: 'hello', stream: true })),
    },
    { name: 'langchain', ask: (at) => langChain(at).invoke('hello') },
    { name: 'langchain-stream', ask: async (at) => drain(await langChain(at).stream('hello')) },
  ]),
  ...of('openai', 'text-embedding-3-small', readOpenAi, [
    { name: 'openai-embeddings', ask: (at) => openAi(at).embeddings.create({ model: at.model, input: 'hello' }) },
  ]),
  ...of('anthropic', 'claude-sonnet-4-5', readAnthropic, [
    {
      name: 'anthropic-messages',
      ask: (at) => anthropic(at).messages.create({ model: at.model, max_tokens: 9, messages: says }),
    },
    {
      name: 'anthropic-stream',
      ask: (at) => anthropic(at).messages.stream({ model: at.model, max_tokens: 9, messages: says }).finalMessage(),
    },
  ]),
  ...of('gemini', 'gemini-2.5-flash', readGenAi, [
    { name: 'genai', ask: (at) => genAi(at).models.generateContent({ model: at.model, contents: 'hello' }) },
    {
      name: 'genai-stream',
      ask: async (at) => drain(await genAi(at).models.generateContentStream({ model: at.model, contents: 'hello' })),
    },
  ]),
  ...of('openai', 'gpt-4o', readVercel, [
    {
      name: 'ai-openai',
      ask: (at) => generateText({ model: createOpenAI(vercel(at, 'v1')).chat(at.model), messages: says }),
    },
    {
      name: 'ai-openai-responses-stream',
      ask: (at) => streamWhole(createOpenAI(vercel(at, 'v1')).responses(at.model)),
    },
  ]),
  ...of('anthropic', 'claude-sonnet-4-5', readVercel, [
    {
      name: 'ai-anthropic',
      ask: (at) => generateText({ model: createAnthropic(vercel(at, 'v1'))(at.model), messages: says }),
    },
  ]),
  ...of('gemini', 'gemini-2.5-flash', readVercel, [
    {
      name: 'ai-google',
      ask: (at) => generateText({ model: createGoogleGenerativeAI(vercel(at, 'v1beta'))(at.model), messages: says }),
    },
  ]),
];

/** What the client throws. Fails where it throws nothing. */
export async function thrownBy(client: OfficialClient, address: Address): Promise<Thrown> {
  const outcome = await client.ask(address).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  if (outcome === null) throw new Error(`the call of ${client.name} was answered`);
  return client.read(outcome.error);
}
