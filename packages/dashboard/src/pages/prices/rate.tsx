/** A price to its last digit: what is multiplied by millions is not rounded. */
export function rateText(usd: string): string {
  const [whole = '0', fraction = ''] = usd.split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.padEnd(2, '0')}`;
}

/** A rate in USD per million tokens. Unknown is not free. */
export function Rate({ usd }: { readonly usd: string | null | undefined }) {
  if (usd === null || usd === undefined) return <span title="Unknown, not free">–</span>;
  return <span title={`${usd} USD per million tokens`}>{usd === '0' ? 'free' : rateText(usd)}</span>;
}
