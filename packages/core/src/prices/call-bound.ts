/** Units of a hosted tool, as a decimal string with at most nine decimals. */
export interface ToolQuantity {
  readonly name: string;
  readonly quantity: string;
}

/** The most that a call can use, read from its request before it is made. Tokens are whole numbers. */
export interface CallBound {
  /** The whole prompt at most, cached parts, pictures and sound included. */
  readonly inputTokens: number;
  /** How much of the prompt may be billed as sound, and as pictures. */
  readonly audioInputTokens: number;
  readonly imageInputTokens: number;
  /** The output of each choice at most. */
  readonly maxOutputTokens: number;
  /** The least output of each choice that is worth a call; the same as the most where the cap may not be lowered. */
  readonly minOutputTokens: number;
  readonly choices: number;
  readonly audioOutput: boolean;
  readonly imageOutput: boolean;
  /** The tier that the request asks for; null where it asks for none. */
  readonly serviceTier: string | null;
  /** The provider may serve any of the model's tiers, whatever the request says. */
  readonly anyServiceTier?: boolean | undefined;
  readonly tools: readonly ToolQuantity[];
  /** Models of the same provider that may serve it besides, each billed for an attempt of its own. */
  readonly otherModels?: readonly string[] | undefined;
}
