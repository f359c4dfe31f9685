import { hash, verify } from '@node-rs/argon2';
import { fail, invalidField } from '../../errors/problem.ts';

/** OWASP's Password Storage Cheat Sheet, Argon2id (the library's default): 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const minPasswordLength = 12;
export const maxPasswordLength = 200;

/** Hashing takes a core for tens of milliseconds: a crowd that signs in must not take the node. */
const maxAtOnce = 2;
const maxWaiting = 64;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= maxAtOnce) {
    if (waiting.length >= maxWaiting) fail('overloaded', 'too many people sign in at once');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/**
 * NIST SP 800-63B: length is what counts, and what is easily guessed is refused; no rules of composition. Raises
 * `invalid_request`, naming `field`.
 */
export function requireGoodPassword(
  password: string,
  field: string,
  { email, name }: { email: string; name: string },
): void {
  if (password.length < minPasswordLength) invalidField(field, `must be at least ${minPasswordLength} characters`);
  const plain = password.toLowerCase();
  if (new Set(plain).size < 5) invalidField(field, 'repeats too few characters: it would be guessed');
  const words = [email, email.split('@')[0]!, name, 'cofferdam'].map((word) => word.toLowerCase());
  const rest = words.reduce((left, word) => (word.length < 3 ? left : left.replaceAll(word, '')), plain);
  if (rest.length < minPasswordLength / 2) invalidField(field, 'is made of your name or email: it would be guessed');
}

export async function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost));
}

let decoy: Promise<string> | null = null;

/** Whether it is the password. Where there is nobody, as much time is spent, so that the time tells nothing. */
export async function isPassword(storedHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash('nobody has this password', cost);
  const against = storedHash ?? (await decoy);
  const isRight = await inTurn(() => verify(against, password));
  return storedHash !== null && isRight;
}
