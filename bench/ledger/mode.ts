/**
 * How a server carries commands to the ledger.
 * - `lane`: the server as it is shipped.
 * - `unbatched`: the same lane, which takes one command at a time: what remains of its speed without group commit.
 * - `naive`: one interactive transaction a command, on a pool of connections.
 */
export type Mode =
  | { readonly kind: 'lane' }
  | { readonly kind: 'unbatched' }
  | { readonly kind: 'naive'; readonly poolSize: number };

export const lane: Mode = { kind: 'lane' };

export function modeName(mode: Mode): string {
  if (mode.kind !== 'naive') return mode.kind;
  return `naive, ${mode.poolSize} ${mode.poolSize === 1 ? 'connection' : 'connections'}`;
}
