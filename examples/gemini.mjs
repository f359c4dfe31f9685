// Google's official Gen AI client: one base URL, and each call is bounded before it is sent and charged to its agent.
import { GoogleGenAI } from '@google/genai';
import { gateway, printLedger, startAgent } from './setup.mjs';

const { key, run } = await startAgent('translator');

const genai = new GoogleGenAI({
  apiKey: key,
  httpOptions: { baseUrl: gateway, headers: { 'x-cofferdam-run': run, 'x-cofferdam-team': 'localisation' } },
});

const request = {
  model: 'gemini-2.5-flash',
  contents: 'In German: the water stays outside.',
  config: { maxOutputTokens: 12 },
};

const answer = await genai.models.generateContent(request);
console.log(`Answered: ${answer.text.trim()}`);
console.log(`It cost ${answer.sdkHttpResponse.headers['x-cofferdam-cost-usd']} USD.`);

let streamed = '';
for await (const chunk of await genai.models.generateContentStream(request)) streamed += chunk.text ?? '';
console.log(`Streamed: ${streamed.trim()}`);

await printLedger(run);
