import type { Delivery } from '../delivery.ts';
import { type JsonRecord, recordOf, recordsOf } from '../json.ts';

/** Counts what a choice delivers: its `delta` in a stream, its `message` in a whole answer, its `text` in a legacy one. */
export function countChoice(choice: JsonRecord, delivery: Delivery): void {
  delivery.text(choice.text);
  const message = recordOf(choice.delta ?? choice.message);
  countContent(message.content, delivery);
  delivery.text(message.refusal);
  // Servers that send both names send the same text under them.
  delivery.reasoning(message.reasoning_content ?? message.reasoning);
  for (const call of recordsOf(message.tool_calls)) countCall(call, delivery);
  countCall({ function: message.function_call }, delivery);
  const audio = recordOf(message.audio);
  delivery.media(audio.data);
  delivery.text(audio.transcript);
  for (const image of recordsOf(message.images)) delivery.media(recordOf(image.image_url).url);
}

// Mistral sends reasoning as parts of the content.
function countContent(content: unknown, delivery: Delivery): void {
  delivery.text(content);
  for (const part of recordsOf(content)) {
    delivery.text(part.text);
    for (const thought of recordsOf(part.thinking)) delivery.reasoning(thought.text);
  }
}

function countCall(call: JsonRecord, delivery: Delivery): void {
  const called = recordOf(call.function ?? call.custom);
  delivery.tool(called.name);
  delivery.tool(called.arguments ?? called.input);
}
