import { formatUsd } from '@cofferdam/core';

/** Amounts of one page: exact, and all with as many decimals, so that figures stand under each other. */
export interface Amounts {
  /** "1,234.50". */
  plain(nanoUsd: bigint): string;
  /** The same with its sign, which for what is taken is a true minus. */
  signed(nanoUsd: bigint): string;
}

const leastDecimals = 2;

function decimalsOf(nanoUsd: bigint): number {
  return formatUsd(nanoUsd).split('.')[1]?.length ?? 0;
}

/** Chooses the decimals that every one of the amounts needs. */
export function amountsOf(all: readonly bigint[]): Amounts {
  const decimals = all.reduce((most, amount) => Math.max(most, decimalsOf(amount)), leastDecimals);
  const unsigned = (nanoUsd: bigint): string => {
    const [whole = '0', fraction = ''] = formatUsd(nanoUsd < 0n ? -nanoUsd : nanoUsd).split('.');
    return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.padEnd(decimals, '0')}`;
  };
  const plain = (nanoUsd: bigint): string => `${nanoUsd < 0n ? '\u2212' : ''}${unsigned(nanoUsd)}`;
  return { plain, signed: (nanoUsd) => (nanoUsd > 0n ? `+${plain(nanoUsd)}` : plain(nanoUsd)) };
}
