import { money } from '../../format/money.ts';

/** A rate in USD per million tokens. Unknown is not free. */
export function Rate({ usd }: { readonly usd: string | null | undefined }) {
  if (usd === null || usd === undefined) return <span title="Unknown, not free">–</span>;
  return <span title={`${usd} USD per million tokens`}>{usd === '0' ? 'free' : money(usd)}</span>;
}
