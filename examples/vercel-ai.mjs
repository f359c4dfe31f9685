// Vercel's AI SDK: a loop of model and tool under one run, and a stream.
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, streamText, tool } from 'ai';
import { gateway, printLedger, startAgent } from './setup.mjs';

const { key, run } = await startAgent('planner');

const openai = createOpenAI({ baseURL: `${gateway}/v1`, apiKey: key, headers: { 'x-cofferdam-run': run } });

const tideTable = tool({
  description: 'When it is high water, in metres.',
  inputSchema: jsonSchema({ type: 'object', properties: { harbour: { type: 'string' } }, required: ['harbour'] }),
  execute: ({ harbour }) => `At ${harbour} it is 3.40 m at noon.`,
});

// A simulated model calls a tool only where it must, so the first step makes it.
const { steps, text } = await generateText({
  model: openai('gpt-4o-mini'),
  prompt: 'When can we close the wall?',
  tools: { tideTable },
  maxOutputTokens: 24,
  stopWhen: ({ steps }) => steps.length === 2,
  prepareStep: ({ stepNumber }) => ({ toolChoice: stepNumber === 0 ? 'required' : 'none' }),
});
for (const { toolCalls } of steps) for (const { toolName } of toolCalls) console.log(`Called ${toolName}.`);
console.log(`Answered: ${text.trim()}`);

// A stream raises nothing by itself: of a refusal only onError hears.
let failure = null;
const { textStream } = streamText({
  model: openai.chat('gpt-4o-mini'),
  prompt: 'And when do we open it again?',
  maxOutputTokens: 12,
  onError: ({ error }) => (failure = error),
});
let streamed = '';
for await (const piece of textStream) streamed += piece;
if (failure !== null) throw new Error('The stream failed.', { cause: failure });
console.log(`Streamed: ${streamed.trim()}`);

await printLedger(run);
