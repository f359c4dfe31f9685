import { countOf, type JsonRecord, recordOf, recordsOf, textOf } from '../json.ts';
import { type Asked, type BoundOptions, inputAtMost, scaled, tierFactor, usualCap } from './bound.ts';
import { measureText } from './measure-text.ts';

/** platform.claude.com, vision: a picture is scaled down to at most 4,784 tokens. */
const imageTokens = 4784;

const texts = new Set(['text', 'thinking', 'redacted_thinking', 'tool_use', 'search_result']);
/** What these stand for is not in the request. */
const kept = ['container', 'context_management', 'mcp_servers', 'fallbacks'];
const hostedTools = /^(?:web_search|web_fetch|code_execution|tool_search|advisor|mcp)/;

interface Contents {
  readonly pictures: Set<unknown>;
  unseen: string | null;
  /** What the dearest writing to the cache costs, in terms of tokens at the plain price. */
  cacheFactor: number;
}

function addCache(holder: JsonRecord, contents: Contents): void {
  const { cache_control: control } = holder;
  if (control === undefined || control === null) return;
  contents.cacheFactor = Math.max(contents.cacheFactor, recordOf(control)['ttl'] === '1h' ? 2 : 1.25);
}

function addBlocks(content: unknown, contents: Contents): void {
  for (const block of recordsOf(content)) {
    const type = textOf(block['type']) ?? '';
    addCache(block, contents);
    if (type === 'image') contents.pictures.add(block);
    else if (type === 'tool_result') addBlocks(block['content'], contents);
    else if (!texts.has(type) && !isTextDocument(block)) contents.unseen ??= `content of the type "${type}"`;
  }
}

function isTextDocument(block: JsonRecord): boolean {
  return block['type'] === 'document' && recordOf(block['source'])['type'] === 'text';
}

/** Reads a request of Messages. */
export function readMessages(body: JsonRecord, options: BoundOptions): Asked {
  const model = textOf(body['model']) ?? '';
  const messages = recordsOf(body['messages']);
  const tools = recordsOf(body['tools']);
  const contents: Contents = { pictures: new Set(), unseen: null, cacheFactor: 1 };
  addCache(body, contents);
  addBlocks(body['system'], contents);
  for (const { content } of messages) addBlocks(content, contents);
  for (const tool of tools) addCache(tool, contents);
  const named = kept.find((field) => body[field] !== undefined && body[field] !== null);
  if (named !== undefined) contents.unseen ??= `what "${named}" stands for`;
  const hosted = tools.map(({ type }) => textOf(type) ?? '').find((type) => hostedTools.test(type));
  if (hosted !== undefined) contents.unseen ??= `the hosted tool "${hosted}"`;
  if (body['speed'] === 'fast') contents.unseen ??= 'the fast speed';
  const factor = tierFactor(textOf(body['service_tier']));
  // Inference that is kept in the US costs a tenth more.
  const geo = body['inference_geo'] === 'us' ? 1.1 : 1;
  const bound = {
    input_tokens: inputAtMost(
      measureText(body, contents.pictures),
      messages.length,
      contents.pictures.size * imageTokens,
    ),
    max_output_tokens: countOf(body['max_tokens']) ?? usualCap(model, options),
  };
  return {
    model,
    stream: body['stream'] === true,
    unbounded: contents.unseen ?? (factor === null ? 'its service tier' : null),
    bound: scaled(bound, contents.cacheFactor, (factor ?? 1) * geo),
    body,
    hidesUsage: false,
  };
}
