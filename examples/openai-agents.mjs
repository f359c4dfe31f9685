// The OpenAI Agents SDK: a loop of model and tool, under one run.
import OpenAI from 'openai';
import { Agent, OpenAIProvider, Runner, tool } from '@openai/agents';
import { z } from 'zod';
import { gateway, printLedger, startAgent } from './setup.mjs';

const { key, run } = await startAgent('dispatcher');

const openai = new OpenAI({ baseURL: `${gateway}/v1`, apiKey: key, defaultHeaders: { 'x-cofferdam-run': run } });

const closeSluice = tool({
  name: 'close_sluice',
  description: 'Closes a sluice.',
  parameters: z.object({ number: z.number() }),
  execute: ({ number }) => `Sluice ${number} is closed.`,
});

// A simulated model calls a tool only where it must; after the first call the runner lets it speak.
const agent = new Agent({
  name: 'Dispatcher',
  instructions: 'You close sluices.',
  model: 'gpt-4o-mini',
  modelSettings: { maxTokens: 24, toolChoice: 'required' },
  tools: [closeSluice],
});

// Traces of runs would go to OpenAI, with the key of this agent, which is none of theirs.
const runner = new Runner({ modelProvider: new OpenAIProvider({ openAIClient: openai }), tracingDisabled: true });

const result = await runner.run(agent, 'The water rises.');
for (const { type, rawItem } of result.newItems) if (type === 'tool_call_item') console.log(`Called ${rawItem.name}.`);
console.log(`Answered: ${result.finalOutput.trim()}`);

await printLedger(run);
