import { BlockList } from 'node:net';
import type { Address } from './address.ts';

type Range = readonly [address: string, prefix: number];

/** IANA IPv4 special-purpose address registry, multicast (RFC 5771) and what is reserved (RFC 1112). */
const specialIPv4: readonly Range[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** The only addresses of IPv6 that are routed for everybody (RFC 4291, section 2.4) ... */
const globalIPv6: Range = ['2000::', 3];

/** ... but for these of the IANA IPv6 special-purpose address registry. */
const specialIPv6: readonly Range[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

/**
 * Where clouds hand out the credentials of the machine: AWS (instances, tasks, pods), Azure, Google, Alibaba, Oracle,
 * Tencent, Scaleway. No setting opens them: whoever reaches one of these owns the machine's account.
 */
const metadata: readonly Range[] = [
  ['169.254.169.254', 32],
  ['169.254.170.2', 32],
  ['169.254.170.23', 32],
  ['168.63.129.16', 32],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['169.254.0.23', 32],
  ['169.254.42.42', 32],
  ['fd00:ec2::254', 128],
  ['fd00:ec2::23', 128],
  ['fd20:ce::254', 128],
  ['fd00:42::42', 128],
];

const metadataNames = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.azure.com',
  'metadata.tencentyun.com',
  'instance-data',
  'instance-data.ec2.internal',
]);

function listOf(ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of ranges) list.addSubnet(address, prefix, address.includes(':') ? 'ipv6' : 'ipv4');
  return list;
}

const special = listOf([...specialIPv4, ...specialIPv6]);
const everybody = listOf([globalIPv6]);
const never = listOf(metadata);

/** Whether an address is not one of the public internet, or has one inside that is not. */
export function isSpecial({ text, family, inside }: Address): boolean {
  if (special.check(text, family) || inside.some((one) => special.check(one, 'ipv4'))) return true;
  return family === 'ipv6' && !everybody.check(text, 'ipv6');
}

export function isMetadata({ text, family, inside }: Address): boolean {
  return never.check(text, family) || inside.some((one) => never.check(one, 'ipv4'));
}

export function isMetadataName(hostname: string): boolean {
  return metadataNames.has(hostname.toLowerCase().replace(/\.+$/, ''));
}
