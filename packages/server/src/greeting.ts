import { join } from 'node:path';
import type { KeptKey } from './installation-keys.ts';
import { defaultDataDir } from './store/embedded/index.ts';

/** What a person is told of a server that listens. */
export interface Greeted {
  readonly url: string;
  readonly adminKey: KeptKey;
  /** The link by which the first owner comes in, once; null where somebody has, or there are no pages. */
  readonly ownerLink: string | null;
  /** The name of the connection to simulated providers; null where there is none. */
  readonly simulated: string | null;
}

const usualUrl = 'http://127.0.0.1:4600';

function keyInShell({ path }: KeptKey): string {
  return path === null ? '$COFFERDAM_ADMIN_KEY' : `$(cat ${path})`;
}

/** What the command line must be told, since it would look elsewhere. */
function commandOptions({ url, adminKey: key }: Greeted): string {
  const isUsualKey = key.path === null || key.path === join(defaultDataDir(), 'admin-key');
  return `${url === usualUrl ? '' : ` --url ${url}`}${isUsualKey ? '' : ` --key "${keyInShell(key)}"`}`;
}

/** A first thing to do, in lines that can be pasted. */
function firstCall(server: Greeted): string {
  const { url, simulated, adminKey: key } = server;
  const headers = `-H "Authorization: Bearer ${keyInShell(key)}" -H 'Content-Type: application/json'`;
  if (simulated === null) {
    return `Set a quarter of a dollar aside for an agent:

  curl -sS ${url}/v1/reservations \\
    ${headers} \\
    -d '{"agent":"demo","amount_usd":"0.25"}'`;
  }
  return `Call a simulated model through the gateway, as an agent:

  curl -sS ${url}/gateway/${simulated}/v1/chat/completions \\
    ${headers} -H 'x-cofferdam-agent: demo' \\
    -d '{"model":"gpt-4o","max_tokens":40,"messages":[{"role":"user","content":"Hello"}]}'

Watch a fleet of simulated agents, one of them a runaway:

  npx cofferdam demo${commandOptions(server)}`;
}

/** What a person needs to go on: the address, where the key is, and a call that works. */
export function greeting(server: Greeted): string {
  const { url, adminKey: key, ownerLink } = server;
  const comeIn =
    ownerLink === null
      ? ''
      : `\n\nOpen the dashboard and become its first owner (the link works once):\n\n  ${ownerLink}`;
  const once = key.made ? `\n  (made just now, shown this once)  ${key.value}` : '';
  return `
Cofferdam is ready.

  Address    ${url}
  Admin key  in ${key.path ?? 'COFFERDAM_ADMIN_KEY'}${once}${comeIn}

${firstCall(server)}

Ctrl-C stops it in order.
`;
}
