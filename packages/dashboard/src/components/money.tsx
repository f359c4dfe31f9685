import { exactMoney, money } from '../format/money.ts';

/** An amount as people read it, with the exact one a hover away. An estimate says that it is one. */
export function Money({ usd, isEstimated = false }: { readonly usd: string; readonly isEstimated?: boolean }) {
  const title = isEstimated ? `${exactMoney(usd)}, estimated: nobody said what was used` : exactMoney(usd);
  return (
    <span title={title}>
      {isEstimated ? '~' : ''}
      {money(usd)}
    </span>
  );
}
