import type { ServerProcess } from './server-process.ts';

/** Makes something over the API, as its administrator. Raises where it was not made. */
export async function create(server: ServerProcess, path: string, body: object): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`POST ${path} was answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
