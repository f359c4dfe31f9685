/** A call that must happen, whatever becomes of this process. */
export interface Intent {
  /** One intent for each thing: a later one of the same id takes the place of the earlier. */
  readonly id: string;
  readonly operation: string;
  readonly path: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Under which the call is done once, however often it is sent. */
  readonly idempotency_key: string;
}

/** Keeps intents until their calls were answered. */
export interface Journal {
  /** Resolves when it would survive a crash. */
  put(intent: Intent): Promise<void>;
  /** Forgets it. It need not survive a crash that it was: the call does the same once more. */
  remove(id: string): Promise<void>;
  /** All that are kept, the oldest first. */
  pending(): Promise<readonly Intent[]>;
}
