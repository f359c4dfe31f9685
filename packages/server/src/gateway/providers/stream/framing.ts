/** Where a framing puts what it finds. */
export interface EventSink {
  /** The text of one event. */
  event(text: string): void;
  /** Something that is no event. */
  malformed(): void;
  /** An event that was longer than allowed, and is lost. */
  oversized(): void;
}

/** Takes the bytes of a stream apart into events, however they are split. */
export interface Framing {
  push(chunk: Uint8Array): void;
  /** No more bytes come: what is held is the last event, if it is one. */
  end(): void;
}
