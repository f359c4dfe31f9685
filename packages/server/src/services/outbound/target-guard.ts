import type { LookupAddress } from 'node:dns';
import { lookup as resolveName } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { readAddress } from './address.ts';
import { readRanges } from './address-ranges.ts';
import { isMetadata, isMetadataName, isSpecial } from './special-addresses.ts';

/** The server was asked to call what it must not; the message says why, and what would allow it. */
export class TargetForbidden extends Error {
  readonly code = 'TARGET_FORBIDDEN';
  readonly target: string;

  constructor(target: string, why: string) {
    super(`${target} ${why}`);
    this.target = target;
  }
}

/** Every address of a name; `family` is 0 for both, else 4 or 6. */
export type ResolveAddresses = (
  hostname: string,
  options: { readonly family: 0 | 4 | 6; readonly hints: number },
) => Promise<readonly LookupAddress[]>;

export interface TargetGuardOptions {
  /** Ranges in CIDR notation that may be reached though they are not of the public internet. */
  readonly allowedPrivate: readonly string[];
  /** Instead of the system's resolver, for tests. */
  readonly resolve?: ResolveAddresses;
}

/**
 * Keeps calls that the server makes on behalf of others to the public internet, and to what its operator allowed. An
 * address is checked where it stands in a URL (`checkUrl`: no lookup is made for such a one) and where a name leads to
 * it (`lookup`): both are needed for every call.
 */
export interface TargetGuard {
  /** Raises `TargetForbidden`. A host that is a name passes: it is checked when it is looked up. */
  checkUrl(url: URL): void;
  /**
   * Looks a name up for a connection, and raises `TargetForbidden` where any of its addresses may not be reached. Only
   * addresses that were checked are handed on, and none is asked for again: a name that leads elsewhere a moment later
   * (DNS rebinding) gains nothing.
   */
  readonly lookup: LookupFunction;
}

const systemResolve: ResolveAddresses = (hostname, options) => resolveName(hostname, { ...options, all: true });

const variable = 'COFFERDAM_ALLOW_PRIVATE_TARGETS';

function familyOf(family: number | 'IPv4' | 'IPv6' | undefined): 0 | 4 | 6 {
  if (family === 4 || family === 'IPv4') return 4;
  return family === 6 || family === 'IPv6' ? 6 : 0;
}

function noAddress(hostname: string): Error {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND', hostname });
}

/** Raises `InvalidRange`. */
export function createTargetGuard({ allowedPrivate, resolve = systemResolve }: TargetGuardOptions): TargetGuard {
  const isAllowed = readRanges(allowedPrivate);

  function checkAddress(text: string, shown: string): void {
    const address = readAddress(text);
    if (address === null) throw new TargetForbidden(shown, 'is not an address that is known');
    if (isMetadata(address)) throw new TargetForbidden(shown, 'is a metadata address, which is never reached');
    if (isSpecial(address) && !isAllowed(address))
      throw new TargetForbidden(shown, `is not an address of the public internet; ${variable} can allow its range`);
  }

  function checkName(hostname: string): void {
    if (isMetadataName(hostname)) throw new TargetForbidden(hostname, 'is a metadata host, which is never reached');
  }

  async function addressesOf(hostname: string, family: 0 | 4 | 6, hints: number): Promise<LookupAddress[]> {
    const version = isIP(hostname);
    if (version !== 0) {
      checkAddress(hostname, hostname);
      return [{ address: hostname, family: version }];
    }
    checkName(hostname);
    const addresses = [...(await resolve(hostname, { family, hints }))];
    if (addresses.length === 0) throw noAddress(hostname);
    for (const { address } of addresses) checkAddress(address, `${hostname} (${address})`);
    return addresses;
  }

  const withAddresses = callbackify(addressesOf);

  return {
    checkUrl(url) {
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw new TargetForbidden(url.protocol, 'is not a scheme that is called: use http or https');
      const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
      if (readAddress(host) === null) checkName(host);
      else checkAddress(host, host);
    },
    lookup(hostname, options, callback) {
      withAddresses(hostname, familyOf(options.family), options.hints ?? 0, (error, addresses) => {
        if (error !== null) callback(error, '', 0);
        else if (options.all === true) callback(null, addresses);
        else callback(null, addresses[0]!.address, addresses[0]!.family);
      });
    },
  };
}
