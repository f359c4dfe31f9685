import type { Delivery } from '../delivery.ts';
import { type JsonRecord, recordOf } from '../json.ts';

/** Counts a delta of a block. */
export function countDelta({ delta: value }: JsonRecord, delivery: Delivery): void {
  const delta = recordOf(value);
  delivery.text(delta.text);
  delivery.reasoning(delta.thinking);
  delivery.tool(delta.partial_json);
  if (delta.type === 'compaction_delta') delivery.text(delta.content);
}

/** Counts what a block has when it starts, which is all of it in a whole answer. */
export function countBlock(block: JsonRecord, delivery: Delivery): void {
  const { type } = block;
  // Thinking is charged in full and shown as a summary, or not at all.
  if (type === 'thinking' || type === 'redacted_thinking') delivery.hide();
  if (type === 'text') delivery.text(block.text);
  if (type === 'thinking') delivery.reasoning(block.thinking);
  if (type === 'compaction') delivery.text(block.content);
  if (type !== 'tool_use' && type !== 'server_tool_use' && type !== 'mcp_tool_use') return;
  delivery.tool(block.name);
  if (Object.keys(recordOf(block.input)).length > 0) delivery.tool(JSON.stringify(block.input));
}
