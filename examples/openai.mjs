// The official OpenAI client: one base URL, and each call is bounded before it is sent and charged to its agent.
import OpenAI from 'openai';
import { gateway, printLedger, startAgent } from './setup.mjs';

const { key, run } = await startAgent('support-bot');

const openai = new OpenAI({
  baseURL: `${gateway}/v1`,
  apiKey: key,
  defaultHeaders: { 'x-cofferdam-run': run, 'x-cofferdam-user': 'ann' },
});

const request = {
  model: 'gpt-4o-mini',
  max_completion_tokens: 12,
  messages: [{ role: 'user', content: 'My invoice is wrong. What do I do?' }],
};

const { data: answer, response } = await openai.chat.completions.create(request).withResponse();
console.log(`Answered: ${answer.choices[0].message.content.trim()}`);
console.log(`It cost ${response.headers.get('x-cofferdam-cost-usd')} USD.`);
console.log(`The day has ${response.headers.get('x-cofferdam-remaining-usd')} USD left.`);

let streamed = '';
for await (const chunk of await openai.chat.completions.create({ ...request, stream: true })) {
  streamed += chunk.choices[0]?.delta.content ?? '';
}
console.log(`Streamed: ${streamed.trim()}`);

const { output_text: said } = await openai.responses.create({
  model: 'gpt-4o-mini',
  max_output_tokens: 12,
  input: 'Thank you!',
});
console.log(`A response: ${said.trim()}`);

await printLedger(run);
