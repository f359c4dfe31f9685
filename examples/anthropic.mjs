// The official Anthropic client: one base URL, and each message is bounded before it is sent and charged to its agent.
import Anthropic from '@anthropic-ai/sdk';
import { gateway, printLedger, startAgent } from './setup.mjs';

const { key, run } = await startAgent('writer');

const anthropic = new Anthropic({
  baseURL: gateway,
  apiKey: key,
  defaultHeaders: { 'x-cofferdam-run': run, 'x-cofferdam-workflow': 'newsletter' },
});

const request = {
  model: 'claude-haiku-4-5',
  max_tokens: 12,
  messages: [{ role: 'user', content: 'A headline for the spring issue, please.' }],
};

const { data: message, response } = await anthropic.messages.create(request).withResponse();
console.log(`Answered: ${message.content[0].text.trim()}`);
console.log(`It cost ${response.headers.get('x-cofferdam-cost-usd')} USD.`);

const streamed = await anthropic.messages.stream(request).finalText();
console.log(`Streamed: ${streamed.trim()}`);

// Counting tokens is free at the provider, and here.
const { input_tokens: tokens } = await anthropic.messages.countTokens({
  model: request.model,
  messages: request.messages,
});
console.log(`The prompt has ${tokens} tokens.`);

await printLedger(run);
