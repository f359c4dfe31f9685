/** Headers that speak of one connection and not of the message (RFC 9110, section 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The values of one header, as Node and undici give them. */
export type FieldValue = string | string[] | undefined;

/** Control characters would end the header and begin another one; what is beyond Latin-1 is no byte. */
const SENDABLE = /^[\t\u0020-\u007E\u0080-\u00FF]*$/;

export function isSendable(value: string): boolean {
  return SENDABLE.test(value);
}

/** The names that a `Connection` header adds to the ones that end at the next hop. */
export function namedByConnection(connection: FieldValue): ReadonlySet<string> {
  const values = [connection ?? []].flat().flatMap((value) => value.split(','));
  return new Set(values.map((name) => name.trim().toLowerCase()));
}

/** A header that no hop may hand on, or that is between the caller and us. */
export function isHopByHop(name: string, named: ReadonlySet<string>): boolean {
  return HOP_BY_HOP.has(name) || named.has(name) || name.startsWith('proxy-') || name.startsWith('x-cofferdam-');
}
