import fc from 'fast-check';
import { png } from '../../calls/support/pictures.ts';

// Random requests that the simulator takes: texts of all sorts of letters, pictures, tools with odd schemas and their calls.

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.constantFrom('word', '漢字', '\n\n', '  ', '😀', '\u{fdfa}', 'é'), { maxLength: 60 })
    .map((words) => words.join(' ')),
);

// Two brackets are how the simulator is told what to do.
const sendable = text.filter((value) => !value.includes('[['));

const picture = fc
  .tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }))
  .map(([width, height]) => png(width, height));
const schema = fc.record({
  type: fc.constant('object'),
  description: sendable,
  properties: fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
    fc.record({ type: fc.constant('string'), description: sendable }),
    { maxKeys: 3 },
  ),
});
const tools = fc.array(fc.record({ name: fc.stringMatching(/^[a-z]{1,8}$/), description: sendable, schema }), {
  maxLength: 3,
});
const jsonArgs = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });

export interface SentRequest {
  readonly path: string;
  readonly body: object;
}

function list<T>(item: fc.Arbitrary<T>, maxLength = 5): fc.Arbitrary<T[]> {
  return fc.array(item, { minLength: 1, maxLength });
}

function listed(name: string, items: readonly object[]): object {
  return items.length === 0 ? {} : { [name]: items };
}

const chatPart = fc.oneof(
  sendable.map((value) => ({ type: 'text', text: value })),
  fc.tuple(picture, fc.constantFrom('low', 'high', 'auto')).map(([data, detail]) => ({
    type: 'image_url',
    image_url: { url: `data:image/png;base64,${data}`, detail },
  })),
);

const chatMessage = fc.oneof(
  fc.record({ role: fc.constantFrom('user', 'system', 'assistant'), content: fc.oneof(sendable, list(chatPart)) }),
  fc.record({ role: fc.constant('assistant'), content: sendable, name: fc.stringMatching(/^[a-z]{1,8}$/) }),
  jsonArgs.map((args) => ({
    role: 'assistant',
    content: '',
    tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: JSON.stringify(args) } }],
  })),
);

export const chats: fc.Arbitrary<SentRequest> = fc
  .record({ model: fc.constantFrom('gpt-4o', 'gpt-4o-mini'), messages: list(chatMessage), tools })
  .map(({ model, messages, tools: functions }) => ({
    path: '/v1/chat/completions',
    body: {
      model,
      messages,
      ...listed(
        'tools',
        functions.map(({ name, description, schema: parameters }) => ({
          type: 'function',
          function: { name, description, parameters },
        })),
      ),
    },
  }));

const responsePart = fc.oneof(
  sendable.map((value) => ({ type: 'input_text', text: value })),
  picture.map((data) => ({ type: 'input_image', image_url: `data:image/png;base64,${data}`, detail: 'auto' })),
);

const item = fc.oneof(
  fc.record({ role: fc.constant('user'), content: fc.oneof(sendable, list(responsePart)) }),
  jsonArgs.map((args) => ({ type: 'function_call', call_id: 'c', name: 'f', arguments: JSON.stringify(args) })),
  sendable.map((output) => ({ type: 'function_call_output', call_id: 'c', output })),
);

export const responses: fc.Arbitrary<SentRequest> = fc
  .record({ input: fc.oneof(sendable, list(item)), instructions: sendable, tools })
  .map(({ input, instructions, tools: functions }) => ({
    path: '/v1/responses',
    body: {
      model: 'gpt-4o',
      input,
      instructions,
      ...listed(
        'tools',
        functions.map(({ name, description, schema: parameters }) => ({
          type: 'function',
          name,
          description,
          parameters,
        })),
      ),
    },
  }));

const block = fc.oneof(
  sendable.map((value) => ({ type: 'text', text: value })),
  picture.map((data) => ({ type: 'image', source: { type: 'base64', media_type: 'image/png', data } })),
  jsonArgs.map((args) => ({ type: 'tool_use', id: 't', name: 'f', input: args })),
  fc.tuple(sendable, picture).map(([value, data]) => ({
    type: 'tool_result',
    tool_use_id: 't',
    content: [
      { type: 'text', text: value },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data } },
    ],
  })),
);

export const messages: fc.Arbitrary<SentRequest> = fc
  .record({
    system: sendable,
    messages: list(fc.record({ role: fc.constantFrom('user', 'assistant'), content: fc.oneof(sendable, list(block)) })),
    tools,
    choice: fc.constantFrom('auto', 'any'),
  })
  .map(({ system, messages: turns, tools: own, choice }) => ({
    path: '/v1/messages',
    body: {
      model: 'claude-sonnet-4-5',
      max_tokens: 5,
      system,
      messages: turns,
      ...(own.length > 0 && { tool_choice: { type: choice } }),
      ...listed(
        'tools',
        own.map(({ name, description, schema: input_schema }) => ({ name, description, input_schema })),
      ),
    },
  }));

const geminiPart = fc.oneof(
  sendable.map((value) => ({ text: value })),
  picture.map((data) => ({ inlineData: { mimeType: 'image/png', data } })),
  jsonArgs.map((args) => ({ functionCall: { name: 'f', args } })),
  jsonArgs.map((response) => ({ functionResponse: { name: 'f', response } })),
);

export const generations: fc.Arbitrary<SentRequest> = fc
  .record({
    contents: list(fc.record({ role: fc.constantFrom('user', 'model'), parts: list(geminiPart) })),
    system: sendable,
    tools,
  })
  .map(({ contents, system, tools: functions }) => ({
    path: '/v1beta/models/gemini-2.5-flash:generateContent',
    body: {
      contents,
      systemInstruction: { parts: [{ text: system }] },
      ...(functions.length > 0 && {
        tools: [
          {
            functionDeclarations: functions.map(({ name, description, schema: parameters }) => ({
              name,
              description,
              parameters,
            })),
          },
        ],
      }),
    },
  }));

export const embeddings: fc.Arbitrary<SentRequest> = fc
  .oneof(sendable, list(sendable), list(fc.nat(100_000)), list(list(fc.nat(100_000))))
  .map((input) => ({ path: '/v1/embeddings', body: { model: 'text-embedding-3-small', input } }));
