import type { Delivery } from '../delivery.ts';
import { type JsonRecord, recordsOf } from '../json.ts';

/** Counts an event `response.….delta`: what it is a piece of stands in its name. */
export function countDelta(type: string, { delta }: JsonRecord, delivery: Delivery): void {
  if (type.includes('.reasoning')) delivery.reasoning(delta);
  else if (type.startsWith('response.output_text.') || type.startsWith('response.refusal.')) delivery.text(delta);
  else if (type.startsWith('response.audio.transcript.')) delivery.text(delta);
  else if (type.startsWith('response.audio.')) delivery.media(delta);
  else delivery.tool(delta);
}

// Their content has come in deltas before they are done.
const STREAMED: ReadonlySet<unknown> = new Set([
  'message',
  'function_call',
  'custom_tool_call',
  'mcp_call',
  'code_interpreter_call',
  'shell_call',
  'apply_patch_call',
]);

// Made by the provider or the tool, not by the model.
const NOT_OUTPUT: ReadonlySet<unknown> = new Set(['mcp_list_tools', 'shell_call_output', 'program_output']);

/** Counts an item that a stream has finished. Of reasoning at most a summary is shown. */
export function countStreamedItem(item: JsonRecord, delivery: Delivery): void {
  if (item.type === 'reasoning') delivery.hide();
  else if (!STREAMED.has(item.type)) countItem(item, delivery);
}

/** Counts an item of a whole answer. */
export function countItem(item: JsonRecord, delivery: Delivery): void {
  if (NOT_OUTPUT.has(item.type)) return;
  if (item.type === 'reasoning') delivery.hide();
  for (const part of [...recordsOf(item.content), ...recordsOf(item.summary)]) {
    if (item.type === 'reasoning') delivery.reasoning(part.text);
    else delivery.text(part.text ?? part.refusal);
  }
  for (const piece of [item.name, item.arguments, item.input, item.code]) delivery.tool(piece);
  for (const made of [item.action, item.operation, item.queries]) {
    if (made !== undefined && made !== null) delivery.tool(JSON.stringify(made));
  }
  if (item.type === 'image_generation_call') delivery.media(item.result);
}
