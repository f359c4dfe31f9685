/** What was read a moment ago: it may save a read, and is never relied on for longer than its time. */
export interface ShortMemory<Value> {
  /** The value of a key, read if it is not remembered. Of calls that come during a read, one reads for all. */
  get(key: string, read: () => Promise<Value>): Value | Promise<Value>;
  /** Forgets a key at once; a read of it that is under way is not remembered. */
  forget(key: string): void;
}

const maxRemembered = 10_000;

interface Remembered<Value> {
  readonly value: Value;
  readonly untilMs: number;
}

/** `remembers` says which values are worth keeping; a failed read never is. */
export function createShortMemory<Value>(
  nowMs: () => number,
  forMs: number,
  remembers: (value: Value) => boolean = () => true,
): ShortMemory<Value> {
  const remembered = new Map<string, Remembered<Value>>();
  const reading = new Map<string, Promise<Value>>();

  function keep(key: string, value: Value): void {
    if (!remembers(value)) return;
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(key, { value, untilMs: nowMs() + forMs });
  }

  function start(key: string, read: () => Promise<Value>): Promise<Value> {
    const begun: Promise<Value> = read().then(
      (value) => {
        if (reading.get(key) === begun) {
          reading.delete(key);
          keep(key, value);
        }
        return value;
      },
      (error: unknown) => {
        if (reading.get(key) === begun) reading.delete(key);
        throw error;
      },
    );
    reading.set(key, begun);
    return begun;
  }

  return {
    get(key, read) {
      const known = remembered.get(key);
      if (known !== undefined && known.untilMs > nowMs()) return known.value;
      return reading.get(key) ?? start(key, read);
    },
    forget(key) {
      remembered.delete(key);
      reading.delete(key);
    },
  };
}
