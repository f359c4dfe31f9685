import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';
import { knownVariables, unknownVariables } from '../src/unknown-variables.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../../docs/reference/configuration.md');
const documented = [...page.matchAll(/^\| `(COFFERDAM_\w+)` \| (.+?) \|/gm)].map(([, name = '', preset = '']) => ({
  name,
  preset,
}));

describe('docs/reference/configuration.md', () => {
  it('has each variable that the server reads, and no other', () => {
    const inSource = new Set(read('../src/config.ts').match(/COFFERDAM_[A-Z_]+/g));
    expect(documented.map(({ name }) => name).toSorted()).toEqual([...inSource].toSorted());
  });

  it('has the defaults that hold', () => {
    const presetOf = (name: string): string | undefined =>
      documented.find((row) => row.name === name)?.preset.replaceAll('`', '');
    const config = readConfig({});
    expect(presetOf('COFFERDAM_HOST')).toBe(config.host);
    expect(presetOf('COFFERDAM_PORT')).toBe(String(config.port));
    expect(presetOf('COFFERDAM_LOG_LEVEL')).toBe(config.logLevel);
    expect(presetOf('COFFERDAM_SIMULATOR')).toBe(config.simulator ? 'on' : 'off');
    expect(readConfig({ COFFERDAM_SIMULATOR: 'off' }).simulator).toBe(false);
    expect([config.databaseUrl, config.secretKey, config.adminKey]).toEqual([null, null, null]);
  });
});

describe('a wrong variable is refused by its name', () => {
  it.each<[string, Record<string, string>]>([
    ['COFFERDAM_PORT', { COFFERDAM_PORT: '65536' }],
    ['COFFERDAM_PORT', { COFFERDAM_PORT: '4600.5' }],
    ['COFFERDAM_PORT', { COFFERDAM_PORT: 'http' }],
    ['COFFERDAM_DATABASE_URL', { COFFERDAM_DATABASE_URL: 'mysql://localhost', COFFERDAM_SECRET_KEY: 'x'.repeat(32) }],
    ['COFFERDAM_SECRET_KEY', { COFFERDAM_DATABASE_URL: 'postgres://localhost/x' }],
    ['COFFERDAM_SECRET_KEY', { COFFERDAM_SECRET_KEY: 'x'.repeat(31) }],
    ['COFFERDAM_ADMIN_KEY', { COFFERDAM_ADMIN_KEY: 'short' }],
    ['COFFERDAM_ADMIN_KEY', { COFFERDAM_ADMIN_KEY: `has blanks ${'x'.repeat(24)}` }],
    ['COFFERDAM_LOG_LEVEL', { COFFERDAM_LOG_LEVEL: 'loud' }],
    ['COFFERDAM_SIMULATOR', { COFFERDAM_SIMULATOR: 'no' }],
    ['10.0.0.0/33', { COFFERDAM_ALLOW_PRIVATE_TARGETS: '127.0.0.0/8,10.0.0.0/33' }],
    ['COFFERDAM_ALLOW_PRIVATE_TARGETS', { COFFERDAM_ALLOW_PRIVATE_TARGETS: 'localhost' }],
    ['OPENAI_API_KEY', { OPENAI_API_KEY: 'sk-with blank' }],
    ['GEMINI_API_KEY', { GEMINI_API_KEY: 'sk-with\nline' }],
  ])('%s', (name, environment) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(name);
  });

  it('without the key that was in it', () => {
    expect(() => readConfig({ ANTHROPIC_API_KEY: 'sk-se cret' })).toThrow(/^(?!.*cret)/);
  });

  it('ranges of private addresses may have blanks around them', () => {
    const text = ' 127.0.0.0/8, fd00::/8 ,';
    expect(readConfig({ COFFERDAM_ALLOW_PRIVATE_TARGETS: text }).allowedPrivate).toEqual(['127.0.0.0/8', 'fd00::/8']);
  });

  it('but one that is empty is not set', () => {
    expect(readConfig({ COFFERDAM_PORT: '', COFFERDAM_HOST: '', COFFERDAM_LOG_LEVEL: '' })).toEqual(readConfig({}));
  });
});

describe('a variable that nobody reads', () => {
  it('is none of the documented ones', () => {
    const ofCommandLine = ['COFFERDAM_URL', 'COFFERDAM_KEY'];
    for (const name of ofCommandLine) expect(page).toContain(`\`${name}\``);
    expect(knownVariables.toSorted()).toEqual([...documented.map(({ name }) => name), ...ofCommandLine].toSorted());
    expect(unknownVariables(Object.fromEntries([...knownVariables, 'PATH'].map((name) => [name, 'x'])))).toEqual([]);
  });

  it.each([
    ['COFFERDAM_PROT', 'COFFERDAM_PORT'],
    ['COFFERDAM_SECRETKEY', 'COFFERDAM_SECRET_KEY'],
    ['COFFERDAM_DATABASE', 'COFFERDAM_DATABASE_URL'],
    ['COFFERDAM_LOGLEVEL', 'COFFERDAM_LOG_LEVEL'],
  ])('%s is told with the nearest that is read', (name, nearest) => {
    expect(unknownVariables({ [name]: 'x' })).toEqual([{ name, nearest }]);
  });
});
