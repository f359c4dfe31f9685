import { InvalidCall } from '../asked-call.ts';
import { readRecords } from '../asking/fields.ts';
import type { InputTally } from '../asking/input-tally.ts';
import { type JsonRecord, recordOf } from '../json.ts';

// platform.claude.com/docs/en/build-with-claude/vision: one token for 28 x 28 pixels, after scaling down to at most 4,784
// tokens from Claude Opus 4.7 on, and to 1,568 (older pages: about 1,600) before.
const IMAGE_TOKENS = 4784;
const EARLIER_IMAGE_TOKENS = 1600;
const EARLIER = /claude-(?:[23]|(?:opus|sonnet|haiku)-4(?:-[0-6])?(?:-2\d{7}|-latest|@.*)?$)/;

// Blocks that are nothing but what stands in them. What is encrypted is no longer than its own bytes.
const TEXTS: ReadonlySet<unknown> = new Set([
  'text',
  'thinking',
  'redacted_thinking',
  'tool_use',
  'server_tool_use',
  'mcp_tool_use',
  'search_result',
  'compaction',
  'fallback',
  'web_search_tool_result',
  'code_execution_tool_result',
  'bash_code_execution_tool_result',
  'text_editor_code_execution_tool_result',
  'advisor_tool_result',
]);

const RESULTS: ReadonlySet<unknown> = new Set(['tool_result', 'mcp_tool_result']);

/**
 * Adds a text or a list of content blocks, and the blocks inside of these. Raises InvalidCall where it is something else.
 */
export function addContent(content: unknown, path: string, model: string, tally: InputTally): void {
  const waiting = [...blocksOf(content, path)];
  for (let block = waiting.pop(); block !== undefined; block = waiting.pop()) {
    for (const inner of addBlock(block, path, model, tally)) waiting.push(inner);
  }
}

function blocksOf(content: unknown, path: string): readonly JsonRecord[] {
  if (content === undefined || content === null || typeof content === 'string') return [];
  if (!Array.isArray(content)) throw new InvalidCall(path, 'must be a text or a list of content blocks');
  return readRecords(content, path);
}

/** Adds a block; the answer are the blocks inside of it. One whose kind is not known may stand for anything. */
function addBlock(block: JsonRecord, path: string, model: string, tally: InputTally): readonly JsonRecord[] {
  if (TEXTS.has(block.type)) return [];
  if (RESULTS.has(block.type)) return blocksOf(block.content, `${path}.content`);
  if (block.type === 'document') return addDocument(recordOf(block.source), path, tally);
  if (block.type !== 'image') {
    tally.unseen = true;
    return [];
  }
  tally.imageTokens += EARLIER.test(model) ? EARLIER_IMAGE_TOKENS : IMAGE_TOKENS;
  tally.media.set(recordOf(block.source), 'data');
  return [];
}

// A PDF counts as the text and a picture of each page, of which there may be hundreds: nothing but the window bounds it.
function addDocument(source: JsonRecord, path: string, tally: InputTally): readonly JsonRecord[] {
  if (source.type === 'text') return [];
  if (source.type === 'content') return blocksOf(source.content, `${path}.source.content`);
  tally.media.set(source, 'data');
  tally.unseen = true;
  return [];
}
