/** Payment processors count USD in whole cents. */
const nanoUsdPerCent = 10_000_000n;

/** The amount in cents, or null where it is no whole number of them: nothing is rounded on its way to a processor. */
export function centsOfNanoUsd(nanoUsd: bigint): bigint | null {
  return nanoUsd % nanoUsdPerCent === 0n ? nanoUsd / nanoUsdPerCent : null;
}

export function nanoUsdOfCents(cents: bigint): bigint {
  return cents * nanoUsdPerCent;
}
