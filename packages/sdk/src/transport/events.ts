/** Takes a stream of server-sent events apart as its bytes arrive. */
export interface Events {
  /** The events that are whole now, each with its bytes as text, its blank line included. */
  take(bytes: Uint8Array): string[];
  /** What is left when the stream is over. */
  rest(): string;
}

export function createEvents(): Events {
  const decoder = new TextDecoder();
  let text = '';
  return {
    take(bytes) {
      text += decoder.decode(bytes, { stream: true });
      const events: string[] = [];
      for (let end = endOf(text); end > 0; end = endOf(text)) {
        events.push(text.slice(0, end));
        text = text.slice(end);
      }
      return events;
    },
    rest() {
      const left = text + decoder.decode();
      text = '';
      return left;
    },
  };
}

/** Where the first event ends: behind its blank line, whatever ends its lines. */
function endOf(text: string): number {
  const match = /\r\n\r\n|\n\n|\r\r/.exec(text);
  return match === null ? 0 : match.index + match[0].length;
}

/** The data of an event as JSON; null where it is none. */
export function dataOf(event: string): unknown {
  const lines = event.split(/\r\n|\n|\r/).filter((line) => line.startsWith('data:'));
  try {
    return JSON.parse(lines.map((line) => line.slice(5)).join('\n')) as unknown;
  } catch {
    return null;
  }
}
