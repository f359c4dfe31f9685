/** The most that the input of a request can be, as far as the request itself says. Counts of tokens unless named otherwise. */
export interface AskedInput {
  /** Bytes of text in UTF-8, each of which is at most one token. */
  readonly textBytes: number;
  /** What the provider adds around the text: marks of messages, its own prompt for tools. */
  readonly fixedTokens: number;
  readonly imageTokens: number;
  readonly audioTokens: number;
  /** There is input that the request does not hold, or whose size it does not show: the context window bounds it. */
  readonly unseen: boolean;
  /** How many prompts the context window holds for: one, but a batch of embeddings has one for each text. */
  readonly prompts: number;
}

/** Units of a hosted tool at most, under the name that the usage readers give it. */
export interface AskedTool {
  readonly name: string;
  readonly quantity: string;
}

/** A request to a provider, as far as it decides what the call may cost. */
export interface AskedCall {
  readonly model: string;
  /** Models that may serve the call besides, each billed for its own attempt. */
  readonly otherModels: readonly string[];
  readonly stream: boolean;
  /** The tier asked for, as price lists name it; null where the provider decides. */
  readonly serviceTier: string | null;
  readonly choices: number;
  /** Whether there is output at all: embeddings have none. */
  readonly hasOutput: boolean;
  /** The caller's cap on each choice, in tokens; null where it sets none. */
  readonly outputCap: number | null;
  /** The least cap under which the request stays as the caller meant it. */
  readonly leastOutput: number;
  readonly input: AskedInput;
  readonly audioOutput: boolean;
  readonly imageOutput: boolean;
  readonly tools: readonly AskedTool[];
  readonly cacheWrite: 'none' | '5m' | '1h';
  /** Output may be billed that a stream does not show: what was delivered bounds nothing then. */
  readonly hidesOutput: boolean;
  /** The client itself asked for the usage of a stream. */
  readonly usageAsked: boolean;
  /** The body to forward, with the cap on each choice written in; null leaves the caller's own. */
  body(outputCap: number | null): Record<string, unknown>;
}

/** A request whose cost cannot be bounded as it stands. Names the field, and says what is wrong with it. */
export class InvalidCall extends Error {
  override readonly name = 'InvalidCall';
  readonly field: string;
  readonly detail: string;

  constructor(field: string, detail: string) {
    super(`${field} ${detail}`);
    this.field = field;
    this.detail = detail;
  }
}
