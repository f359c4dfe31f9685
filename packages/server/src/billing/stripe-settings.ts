/** What is needed to take payments through Stripe. */
export interface StripeSettings {
  readonly secretKey: string;
  /** Of the webhook endpoint; several while one is replaced. */
  readonly webhookSecrets: readonly string[];
  /** Another server than Stripe's own, for tests and tries; null for Stripe. */
  readonly apiUrl: string | null;
  /** How often the library tries a request again; 2 where it is left out. */
  readonly retries?: number;
}
