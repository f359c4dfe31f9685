import { editDistance } from './services/edit-distance.ts';

const prefix = 'COFFERDAM_';

/** What the server reads, and what the command line does, which may well stand in the same environment. */
export const knownVariables: readonly string[] = [
  'COFFERDAM_HOST',
  'COFFERDAM_PORT',
  'COFFERDAM_DATA_DIR',
  'COFFERDAM_DATABASE_URL',
  'COFFERDAM_SECRET_KEY',
  'COFFERDAM_ADMIN_KEY',
  'COFFERDAM_LOG_LEVEL',
  'COFFERDAM_ALLOW_PRIVATE_TARGETS',
  'COFFERDAM_SIMULATOR',
  'COFFERDAM_STRIPE_SECRET_KEY',
  'COFFERDAM_STRIPE_WEBHOOK_SECRET',
  'COFFERDAM_STRIPE_API_URL',
  'COFFERDAM_PUBLIC_URL',
  'COFFERDAM_URL',
  'COFFERDAM_KEY',
];

interface UnknownVariable {
  readonly name: string;
  /** The name that was most likely meant. */
  readonly nearest: string;
}

/** Variables that look as if they were for the server, and that it does not read: most are misspelt. */
export function unknownVariables(environment: NodeJS.ProcessEnv): UnknownVariable[] {
  const names = Object.keys(environment).filter((name) => name.startsWith(prefix) && !knownVariables.includes(name));
  return names.map((name) => {
    // A name that breaks off is near to what it begins, however much of it is missing.
    const distance = (known: string): number => (known.startsWith(name) ? 0 : editDistance(name, known));
    const near = knownVariables.toSorted((one, other) => distance(one) - distance(other));
    return { name, nearest: near[0] ?? prefix };
  });
}
