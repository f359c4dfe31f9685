import { isSaid } from '../asking/fields.ts';
import type { InputTally } from '../asking/input-tally.ts';
import { isRecord, type JsonRecord } from '../json.ts';
import { imageTokensAtMost } from '../openai-chat/image-tokens.ts';
import { addContent, addPart } from '../openai-chat/read-content.ts';

// Items that are nothing but what stands in them.
const TEXTS: ReadonlySet<unknown> = new Set([
  'function_call',
  'custom_tool_call',
  'computer_call',
  'local_shell_call',
  'local_shell_call_output',
  'shell_call',
  'shell_call_output',
  'apply_patch_call',
  'apply_patch_call_output',
  'mcp_list_tools',
  'mcp_call',
  'mcp_approval_request',
  'mcp_approval_response',
]);

/** Adds an item of the input. What an item only refers to, and one whose kind is not known, is unseen. Raises InvalidCall. */
export function addItem(item: JsonRecord, path: string, model: string, tally: InputTally): void {
  if (item.type === 'message' || (item.type === undefined && item.role !== undefined)) {
    addContent(item.content, `${path}.content`, model, tally);
  } else if (item.type === 'function_call_output' || item.type === 'custom_tool_call_output') {
    addContent(item.output, `${path}.output`, model, tally);
  } else if (item.type === 'computer_call_output' && isRecord(item.output)) addPart(item.output, model, tally);
  else if (item.type === 'image_generation_call') {
    tally.imageTokens += imageTokensAtMost(model, undefined);
    tally.media.set(item, 'result');
  } else if (!TEXTS.has(item.type) && !isEncrypted(item)) tally.unseen = true;
}

// Reasoning and compacted context that the client keeps are here in full, as long as their bytes at most; otherwise OpenAI
// keeps them.
function isEncrypted(item: JsonRecord): boolean {
  return (item.type === 'reasoning' || item.type === 'compaction') && isSaid(item.encrypted_content);
}
