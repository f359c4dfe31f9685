import type { Draw } from '../../support/draw.ts';
import { citySchema, pngOf } from '../../support/prompts.ts';
import type { Leaving } from '../../support/raw-call.ts';
import { drawWishes, type Wishes } from './drawn-wishes.ts';
import type { Family } from './family.ts';

/** One call of the random mix. Its tag is its run's name, and stands in its prompt. */
export interface DrawnCall {
  readonly tag: string;
  /** Below `/gateway/`. */
  readonly path: string;
  readonly body: unknown;
  readonly agent: 'one' | 'two' | 'paused';
  readonly leaving: Leaving;
  /** The status with which the gateway refuses it; null where the call goes on to the provider. */
  readonly refused: number | null;
  readonly wishes: Wishes;
}

interface Drawing {
  readonly draw: Draw;
  readonly prompt: string;
  readonly stream: boolean;
  readonly cap: number | null;
}

/** Long enough for every provider's cache, and shared by many calls. */
const shared = ['the river ', 'the wall '].map((words) => words.repeat(1200));

const families: readonly Family[] = [
  ...Array.from({ length: 6 }, () => 'chat' as const),
  ...Array.from({ length: 3 }, () => 'responses' as const),
  ...Array.from({ length: 5 }, () => 'messages' as const),
  ...Array.from({ length: 4 }, () => 'gemini' as const),
  'embeddings',
  'gemini-embeddings',
];

function png(draw: Draw): string {
  return pngOf(draw.between(16, 2000), draw.between(16, 2000));
}

const openAiFunction = { name: 'weather', parameters: citySchema };

function chatBody({ draw, prompt, stream, cap }: Drawing): object {
  const url = `data:image/png;base64,${png(draw)}`;
  const picture = draw.chance(0.1)
    ? [{ type: 'image_url', image_url: { url, detail: draw.oneOf(['low', 'high']) } }]
    : [];
  const asks = draw.chance(0.15);
  return {
    model: draw.oneOf(['gpt-4o', 'gpt-4o-mini']),
    messages: [
      ...(draw.chance(0.15) ? [{ role: 'system', content: draw.oneOf(shared) }] : []),
      { role: 'user', content: [...picture, { type: 'text', text: prompt }] },
    ],
    ...(stream && { stream }),
    ...(stream && draw.chance(0.3) && { stream_options: { include_usage: true } }),
    ...(cap !== null && { [draw.oneOf(['max_tokens', 'max_completion_tokens'])]: cap }),
    ...(draw.chance(0.1) && { n: draw.between(2, 4) }),
    ...(draw.chance(0.1) && { service_tier: 'priority' }),
    ...(asks && { tools: [{ type: 'function', function: openAiFunction }], tool_choice: 'required' }),
  };
}

function responsesBody({ draw, prompt, stream, cap }: Drawing): object {
  const picture = { type: 'input_image', image_url: `data:image/png;base64,${png(draw)}`, detail: 'high' };
  const content = [...(draw.chance(0.1) ? [picture] : []), { type: 'input_text', text: prompt }];
  const tools = [
    ...(draw.chance(0.1) ? [{ type: 'web_search' }] : []),
    ...(draw.chance(0.1) ? [{ type: 'function', ...openAiFunction, strict: true }] : []),
  ];
  return {
    model: draw.oneOf(['gpt-4o', 'gpt-4o-mini']),
    input: draw.chance(0.5) ? prompt : [{ role: 'user', content }],
    ...(draw.chance(0.15) && { instructions: draw.oneOf(shared) }),
    ...(stream && { stream }),
    ...(cap !== null && { max_output_tokens: Math.max(16, cap) }),
    ...(draw.chance(0.1) && { service_tier: 'priority' }),
    ...(tools.length > 0 && { tools }),
  };
}

function messagesBody({ draw, prompt, stream, cap }: Drawing): object {
  const source = { type: 'base64', media_type: 'image/png', data: png(draw) };
  const cached = { type: 'ephemeral', ttl: draw.oneOf(['5m', '1h']) };
  const tools = [
    ...(draw.chance(0.1) ? [{ type: 'web_search_20250305', name: 'web_search', max_uses: 3 }] : []),
    ...(draw.chance(0.15) ? [{ name: 'weather', input_schema: citySchema }] : []),
  ];
  return {
    model: 'claude-sonnet-4-5',
    max_tokens: cap ?? 4000,
    ...(draw.chance(0.25) && { system: [{ type: 'text', text: draw.oneOf(shared), cache_control: cached }] }),
    messages: [
      {
        role: 'user',
        content: [...(draw.chance(0.1) ? [{ type: 'image', source }] : []), { type: 'text', text: prompt }],
      },
    ],
    ...(stream && { stream }),
    ...(tools.length > 0 && { tools }),
  };
}

function geminiBody({ draw, prompt, cap }: Drawing): object {
  const picture = { inlineData: { mimeType: 'image/png', data: png(draw) } };
  const parts = [...(draw.chance(0.1) ? [picture] : []), { text: prompt }];
  const tools = [
    ...(draw.chance(0.1) ? [{ googleSearch: {} }] : []),
    ...(draw.chance(0.1) ? [{ functionDeclarations: [{ name: 'weather', parametersJsonSchema: citySchema }] }] : []),
  ];
  return {
    contents: [{ role: 'user', parts }],
    ...(draw.chance(0.15) && { systemInstruction: { parts: [{ text: draw.oneOf(shared) }] } }),
    generationConfig: {
      ...(cap !== null && { maxOutputTokens: cap }),
      ...(draw.chance(0.1) && { candidateCount: draw.between(2, 3) }),
    },
    ...(tools.length > 0 && { tools }),
  };
}

interface Drawn {
  readonly connection: string;
  readonly rest: string;
  readonly body: object;
}

function drawBody(family: Family, drawing: Drawing): Drawn {
  const { draw, prompt, stream } = drawing;
  switch (family) {
    case 'chat':
      return { connection: 'openai', rest: '/v1/chat/completions', body: chatBody(drawing) };
    case 'responses':
      return { connection: 'openai', rest: '/v1/responses', body: responsesBody(drawing) };
    case 'embeddings':
      return {
        connection: 'openai',
        rest: '/v1/embeddings',
        body: { model: 'text-embedding-3-small', input: ['some text', prompt], dimensions: 8 },
      };
    case 'messages':
      return { connection: 'anthropic', rest: '/v1/messages', body: messagesBody(drawing) };
    case 'gemini': {
      const method = stream ? `streamGenerateContent${draw.chance(0.5) ? '?alt=sse' : ''}` : 'generateContent';
      return { connection: 'gemini', rest: `/v1beta/models/gemini-2.5-flash:${method}`, body: geminiBody(drawing) };
    }
    case 'gemini-embeddings': {
      const rest = '/v1beta/models/gemini-embedding-001:embedContent';
      return { connection: 'gemini', rest, body: { content: { parts: [{ text: prompt }] } } };
    }
  }
}

function drawLeaving(draw: Draw): Leaving {
  if (!draw.chance(0.2)) return 'never';
  return draw.oneOf([
    'sent',
    'head',
    draw.between(1, 400),
    draw.between(1, 4000),
    draw.between(1, 20_000),
  ] satisfies Leaving[]);
}

/** What only the gateway answers: none of it may cost anything, or reach the provider. */
function drawRefusal(draw: Draw, call: DrawnCall): DrawnCall {
  const leaving = 'never';
  switch (draw.between(0, 3)) {
    case 0:
      return { ...call, leaving, agent: 'paused', refused: 403 };
    case 1:
      return { ...call, leaving, path: `${call.path.split('?')[0]}/more`, refused: 404 };
    case 2:
      return { ...call, leaving, body: 'not an object', refused: 400 };
    default:
      return {
        ...call,
        leaving,
        path: 'openai/v1/chat/completions',
        body: { model: 'nobody-knows-1', messages: [{ role: 'user', content: 'x' }] },
        refused: 422,
      };
  }
}

/** Draws a call: of any protocol, with whatever may go wrong with it. */
export function drawCall(draw: Draw, tag: string): DrawnCall {
  const family = draw.oneOf(families);
  const stream = !family.includes('embeddings') && draw.chance(0.6);
  const leaving = drawLeaving(draw);
  const wishes = drawWishes({ draw, family, stream, isLeft: leaving !== 'never' });
  const prompt = `Tell me of ${tag}. [[sim ${[`tag=${tag}`, ...wishes.settings].join(' ')}]]`;
  const cap = draw.chance(0.5) ? draw.between(1, 400) : null;
  const { connection, rest, body } = drawBody(family, { draw, prompt, stream, cap });
  const call: DrawnCall = {
    tag,
    path: `${connection}${wishes.stalls ? '-hasty' : ''}${draw.chance(0.5) ? '/user/ann' : ''}${rest}`,
    body,
    agent: draw.oneOf(['one', 'two']),
    leaving,
    refused: null,
    wishes,
  };
  return draw.chance(0.05) ? drawRefusal(draw, call) : call;
}
