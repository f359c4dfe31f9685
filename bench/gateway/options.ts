import { counts, loadFlags, type LoadOptions, readLoad, text, textOf, type Values } from '../command/values.ts';

export interface GatewayOptions extends LoadOptions {
  /** How long the upstream takes to its first byte. */
  readonly upstreamMs: readonly number[];
  /** A directory for a processor profile of the server; null for none. */
  readonly profile: string | null;
}

export const gatewayFlags = { ...loadFlags, 'upstream-ms': text, profile: text } as const;

export const gatewayUsage = `gateway
  --clients 1,16,64           how many callers at once
  --seconds, --repetitions    as of the ledger
  --upstream-ms 0,50          how long the upstream takes to its first byte
  --profile DIRECTORY         writes a processor profile of the server there; the figures suffer
`;

export function readGatewayOptions(values: Values): GatewayOptions {
  return {
    ...readLoad(values, '1,16,64'),
    upstreamMs: counts('upstream-ms', textOf(values, 'upstream-ms') ?? '0,50', 0),
    profile: textOf(values, 'profile'),
  };
}
