/** A figure that is not what the rows add up to, or a link of the chain that does not hold. */
export interface Difference {
  readonly kind: string;
  readonly org: string;
  readonly subject: string;
  readonly expected: string;
  readonly actual: string;
}
