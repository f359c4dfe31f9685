// LangChain: a chain of two models, whose calls are charged to one run.
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatOpenAI } from '@langchain/openai';
import { gateway, printLedger, startAgent } from './setup.mjs';

const { key, run } = await startAgent('reviewer');

const configuration = { baseURL: `${gateway}/v1`, defaultHeaders: { 'x-cofferdam-run': run } };
const drafter = new ChatOpenAI({ model: 'gpt-4o-mini', apiKey: key, configuration, maxTokens: 16 });
const critic = new ChatOpenAI({ model: 'gpt-4o', apiKey: key, configuration, maxTokens: 12 });

const text = new StringOutputParser();
const chain = drafter
  .pipe(text)
  .pipe((draft) => `What is wrong with this? ${draft}`)
  .pipe(critic)
  .pipe(text);

const answer = await chain.invoke('Draft a sentence on sheet piles.');
console.log(`Answered: ${answer.trim()}`);

let streamed = '';
for await (const piece of await critic.pipe(text).stream('In one word: is it good?')) streamed += piece;
console.log(`Streamed: ${streamed.trim()}`);

await printLedger(run);
