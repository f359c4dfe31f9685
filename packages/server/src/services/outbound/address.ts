import { isIPv4, isIPv6 } from 'node:net';

/** An address as it is judged: one that carries an IPv4 address by which it is delivered is that address. */
export interface Address {
  readonly text: string;
  readonly family: 'ipv4' | 'ipv6';
  /** IPv4 addresses that an IPv6 address of another kind has inside: where a tunnel would take it. */
  readonly inside: readonly string[];
}

/** The eight groups of an IPv6 address. The URL parser brings every way to write one to the same form. */
function groupsOf(address: string): number[] {
  const text = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail] = text.split('::');
  const read = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const first = read(head);
  if (tail === undefined) return first;
  const last = read(tail);
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** RFC 4291, section 2.5.5.2 (mapped) and RFC 6052 (NAT64): delivered to the IPv4 address at the end. */
function deliveredTo(groups: readonly number[]): string | null {
  const [a, b, c, d, e, f, high = 0, low = 0] = groups;
  const isMapped = a === 0 && b === 0 && c === 0 && d === 0 && e === 0 && f === 0xffff;
  const isNat64 = a === 0x64 && b === 0xff9b && c === 0 && d === 0 && e === 0 && f === 0;
  return isMapped || isNat64 ? dotted(high, low) : null;
}

/**
 * RFC 3056 (6to4), RFC 4380 (Teredo: server, and client with its bits inverted), RFC 8215 (local NAT64), RFC 5214
 * (ISATAP), RFC 4291, section 2.5.5.1 (compatible) and RFC 2765 (translated).
 */
function tunnelledTo(groups: readonly number[]): string[] {
  const [a, b = 0, c = 0, d = 0, e, f, high = 0, low = 0] = groups;
  if (a === 0x2002) return [dotted(b, c)];
  if (a === 0x2001 && b === 0) return [dotted(c, d), dotted(high ^ 0xffff, low ^ 0xffff)];
  if (a === 0x64 && b === 0xff9b) return [dotted(high, low)];
  const isIsatap = f === 0x5efe && (e === 0 || e === 0x200);
  const isZero = a === 0 && b === 0 && c === 0 && d === 0 && f === 0;
  const isCompatible = isZero && (e === 0 || e === 0xffff);
  return isIsatap || isCompatible ? [dotted(high, low)] : [];
}

/** Reads an IP address, with or without a zone; null where the text is none. */
export function readAddress(text: string): Address | null {
  const bare = text.replace(/%.*$/, '');
  if (isIPv4(bare)) return { text: bare, family: 'ipv4', inside: [] };
  if (!isIPv6(bare)) return null;
  const groups = groupsOf(bare);
  const delivered = deliveredTo(groups);
  if (delivered !== null) return { text: delivered, family: 'ipv4', inside: [] };
  return { text: bare, family: 'ipv6', inside: tunnelledTo(groups) };
}
