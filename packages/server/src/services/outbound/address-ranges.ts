import { BlockList } from 'node:net';
import { readAddress, type Address } from './address.ts';

/** A text that is no range of addresses; the message says which, and what one looks like. */
export class InvalidRange extends Error {}

function refuse(text: string, why: string): never {
  throw new InvalidRange(`"${text}" ${why}`);
}

function addRange(list: BlockList, text: string): void {
  const [base = '', prefixText, ...rest] = text.split('/');
  const address = base.includes('%') ? null : readAddress(base);
  const isCidr = prefixText !== undefined && rest.length === 0 && /^\d{1,3}$/.test(prefixText);
  if (address === null || !isCidr) refuse(text, 'is not a range of addresses such as 10.0.0.0/8 or fd00::/8');
  // Such an address is judged as the IPv4 address that it leads to, so a range of them would never be met.
  if (address.family === 'ipv4' && base.includes(':')) refuse(text, 'is a range of IPv4: write it as one');
  const prefix = Number(prefixText);
  if (prefix > (address.family === 'ipv4' ? 32 : 128)) refuse(text, 'has a prefix that is longer than its address');
  list.addSubnet(address.text, prefix, address.family);
}

/** Reads ranges in CIDR notation into a test of addresses. Raises `InvalidRange`. */
export function readRanges(ranges: readonly string[]): (address: Address) => boolean {
  const list = new BlockList();
  for (const range of ranges) addRange(list, range);
  return ({ text, family }) => list.check(text, family);
}
