import { expect, test } from 'vitest';
import { post, says, simulator } from '../simulators.ts';

test('a simulator that runs for long keeps the truth of the latest requests alone, the refused among them', async () => {
  const one = await simulator({ remembered: 3 });
  const ask = async (tag: string, status = 200): Promise<void> => {
    const wish = { 'x-sim-tag': tag, ...(status === 200 ? {} : { 'x-sim-error-status': String(status) }) };
    const answer = await post(one, '/v1/chat/completions', { model: 'gpt-4o', messages: says('hello') }, wish);
    expect(answer.status).toBe(status);
    await answer.text();
  };
  for (const tag of ['a', 'b', 'c', 'd']) await ask(tag);
  await ask('e', 500);
  expect(one.truth().map(({ outcome }) => outcome)).toEqual(['completed', 'completed', 'refused']);
  expect(
    one
      .truth()
      .map(({ tag }) => tag)
      .slice(0, 2),
  ).toEqual(['c', 'd']);
});

test('it forgets what stands behind old responses, as a provider does', async () => {
  const one = await simulator({ remembered: 1 });
  const respond = async (previous: string | null): Promise<{ status: number; id: string }> => {
    const body = { model: 'gpt-4o', input: 'hello', ...(previous === null ? {} : { previous_response_id: previous }) };
    const answer = await post(one, '/v1/responses', body);
    const { id = '' } = (await answer.json()) as { id?: string };
    return { status: answer.status, id };
  };
  const first = await respond(null);
  const second = await respond(null);
  expect((await respond(first.id)).status).toBe(400);
  expect((await respond(second.id)).status).toBe(200);
});
