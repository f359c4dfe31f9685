/** A seq fits 48 bits and a command makes at most 2^26 rows of a kind. */
const lowSeqDigits = 9;

/**
 * The id of a row that a decision makes: a UUIDv7 (RFC 9562, section 5.7) whose random bits are the org's seq and the
 * row's index in its command. So ids order like seq within an org, and the same commands make the same ids however
 * they were batched. Unique within an org only: keys lead with the org.
 */
export function recordId(timeMs: number, seq: number, index: number): string {
  const time = timeMs.toString(16).padStart(12, '0');
  const order = seq.toString(16).padStart(12, '0');
  const low = BigInt(`0x${order.slice(-lowSeqDigits)}`);
  const tail = ((2n << 62n) | (low << 26n) | BigInt(index)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order.slice(0, 3)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
