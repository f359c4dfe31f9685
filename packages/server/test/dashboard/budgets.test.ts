import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answering, ok, type Receiver, startReceiver } from '../alerts/support/receiver.ts';
import { signedInAs } from '../api/people/sign-in.ts';
import { membersOf, rowsOf, textOf } from '../api/support/fields.ts';
import type { Call } from '../api/support/test-node.ts';
import { findChromium } from './support/chromium.ts';
import { expectAccessible, picture, startDashboard, type TestDashboard } from './support/dashboard.ts';

const chromium = findChromium();
const dayMs = 86_400_000;
const agents = ['support-bot', 'crawler', 'writer'] as const;

interface Used {
  readonly agent: string;
  readonly run: string;
  readonly timeMs: number;
  /** In cents. */
  readonly cost: number;
}

/** Three weeks of calls: what each costs goes round, so that some days pass a limit and others do not. */
function history(nowMs: number): readonly Used[] {
  const midnightMs = Math.floor(nowMs / dayMs) * dayMs;
  const used: Used[] = [];
  for (let day = 1; day <= 21; day += 1)
    for (let call = 0; call < 4; call += 1)
      for (const [place, agent] of agents.entries())
        used.push({
          agent,
          run: `${agent}-${day}-${call}`,
          timeMs: midnightMs - day * dayMs + (call * agents.length + place) * 60_000,
          cost: ((day * 37 + call * 53 + place * 71) % 190) + 10,
        });
  return used.toSorted((one, other) => one.timeMs - other.timeMs);
}

interface Naive {
  readonly calls: number;
  readonly cents: number;
  readonly tasks: number;
}

/** What a daily limit for each agent would have refused, counted by hand: a call that does not fit is not counted. */
function countedByHand(used: readonly Used[], limitCents: number): Naive {
  const spent = new Map<string, number>();
  const refused = used.filter(({ agent, timeMs, cost }) => {
    const key = `${agent} ${Math.floor(timeMs / dayMs)}`;
    const before = spent.get(key) ?? 0;
    if (before + cost > limitCents) return true;
    spent.set(key, before + cost);
    return false;
  });
  const cents = refused.reduce((sum, { cost }) => sum + cost, 0);
  return { calls: refused.length, cents, tasks: new Set(refused.map(({ run }) => run)).size };
}

const dollars = (cents: number): string => `$${(cents / 100).toFixed(2)}`;

describe.skipIf(chromium === null)('budgets, alerts and channels', () => {
  let dashboard: TestDashboard;
  let call: Call;
  let receiver: Receiver;
  let page: Page;
  const used = history(Date.now());

  async function openAs(role: 'operator' | 'viewer', path: string): Promise<Page> {
    const person = await signedInAs(dashboard.node, role);
    const [name, value] = person.cookie().split('=') as [string, string];
    const opened = await dashboard.open('/sign-in');
    await opened.context().addCookies([{ name, value, url: dashboard.url }]);
    await opened.goto(path);
    return opened;
  }

  async function make(path: string, body: Record<string, unknown>): Promise<Record<string, unknown>> {
    const reply = await call('POST', path, body);
    if (reply.status !== 201) throw new Error(reply.text);
    return membersOf(reply.json);
  }

  beforeAll(async () => {
    dashboard = await startDashboard(chromium!, { allowedPrivate: ['127.0.0.0/8'] });
    call = dashboard.node.call;
    receiver = await startReceiver();
    const records = used.map(({ agent, run, timeMs, cost }) => ({
      id: run,
      source: 'test',
      agent,
      run,
      time: new Date(timeMs).toISOString(),
      cost_usd: (cost / 100).toFixed(2),
    }));
    expect((await call('POST', '/v1/usage', records)).status).toBe(201);
    const finished = await Promise.all(
      used.map(({ run }) => call('POST', `/v1/runs/${run}/finish`, { status: 'succeeded' })),
    );
    expect(new Set(finished.map(({ status }) => status))).toEqual(new Set([200]));
    page = await openAs('operator', '/budgets');
  });
  afterAll(async () => {
    await dashboard.close();
    await receiver.close();
  });

  test('a budget is made beside what it would have refused, which a count by hand gives too', async () => {
    await page.getByText('There is no budget yet.').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Make a budget' }).click();
    await page.getByLabel('At most', { exact: true }).fill('much');
    await page.getByText('must be plain digits with an optional point').first().waitFor();
    const byHand = countedByHand(used, 300);
    await page.getByLabel('At most', { exact: true }).fill('3.00');
    await page.getByText(`would have refused ${byHand.calls} calls, ${dollars(byHand.cents)} in all`).waitFor();
    await page.getByText(`${byHand.tasks} completed tasks`).waitFor();
    await expectAccessible(page);
    await picture(page, 'budget-new');
    const tested = await call('POST', '/v1/backtests', {
      budgets: [{ name: 'x', per: 'agent', window: 'day', limit_usd: '3.00' }],
    });
    expect(tested.json).toMatchObject({
      refused_calls: byHand.calls,
      saved_usd: String(byHand.cents / 100),
      tasks_lost: byHand.tasks,
    });

    await page.getByLabel('Name of the budget').fill('daily');
    await page.getByRole('button', { name: 'Make the budget' }).click();
    await page.getByRole('heading', { name: 'daily', exact: true }).waitFor();
    const [made] = rowsOf(await call('GET', '/v1/budgets'));
    expect(made).toMatchObject({ name: 'daily', per: 'agent', window: 'day', limit_usd: '3', thresholds: [0.7, 0.9] });
  });

  test('a limit is raised from the alert of a refusal, beside what the old one would have refused', async () => {
    await make('/v1/usage', { id: 'now', source: 'test', agent: 'support-bot', run: 'now', cost_usd: '2.75' });
    const refused = await call('POST', '/v1/reservations', { agent: 'support-bot', amount_usd: '0.5' });
    expect(refused.status).toBe(402);
    await page.goto('/alerts');
    await page.getByRole('link', { name: /^Alerts \d/ }).waitFor();
    await picture(page, 'alerts');
    await page.getByRole('button', { name: /was refused by budget daily/ }).click();
    await page.getByRole('heading', { name: /was refused by budget daily/ }).waitFor();
    await page.getByText('when it fired').waitFor();
    await expectAccessible(page);
    await picture(page, 'alert');
    // 2.75 spent and 0.50 asked for, and a quarter of it: 4.0625.
    await page.getByRole('link', { name: 'Raise limit' }).click();
    await page.getByRole('heading', { name: 'Edit daily' }).waitFor();
    expect(await page.getByLabel('At most, USD').inputValue()).toBe('4.1');
    const [old, raised] = [countedByHand(used, 300), countedByHand(used, 410)];
    await page
      .getByText(
        raised.calls === 0
          ? `refused nothing instead of ${old.calls} calls`
          : `would have refused ${raised.calls} calls instead of ${old.calls} calls`,
      )
      .waitFor();
    await expectAccessible(page);
    await picture(page, 'budget-edit');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'daily', exact: true }).waitFor();
    await page.getByText('$4.10 a day').first().waitFor();
    const admitted = await call('POST', '/v1/reservations', { agent: 'support-bot', amount_usd: '0.5' });
    expect(admitted.status).toBe(201);
    await page.getByText('$2.75 spent and $0.50 reserved of $4.10').first().waitFor();
    await expectAccessible(page);
    await picture(page, 'budget');
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.getByRole('cell', { name: 'limit usd: 3 → 4.1' }).waitFor();
    await page.getByRole('tab', { name: 'Refusals' }).click();
    await page.getByRole('cell', { name: 'over the limit' }).waitFor();
    await page.reload();
    await page.getByRole('cell', { name: 'support-bot' }).waitFor();
  });

  test('an alert is acknowledged by a key, and says by whom', async () => {
    await page.goto('/alerts');
    await page.getByRole('button', { name: /was refused by budget daily/ }).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('article', { name: 'The alert' }).getByText('Sent to').waitFor();
    const id = new URL(page.url()).searchParams.get('alert')!;
    await page.keyboard.press('e');
    await page.getByText('The alert is acknowledged.').waitFor();
    await page.getByText(/acknowledged, operator/).waitFor();
    expect((await call('GET', `/v1/alerts/${id}`)).json).toMatchObject({ state: 'acknowledged' });
    await page.getByRole('button', { name: /^acknowledged 1/ }).click();
    await page
      .getByRole('region', { name: 'Alerts' })
      .getByRole('button', { name: /was refused by budget daily/ })
      .waitFor();
    await page.keyboard.press('j');
    await page.getByRole('article', { name: 'The alert' }).getByText('Sent to').waitFor();
    await page.keyboard.press('s');
    await page.getByRole('button', { name: '4 hours' }).click();
    await page.getByText('The alert is snoozed.').waitFor();
    expect((await call('GET', `/v1/alerts/${id}`)).json).toMatchObject({ state: 'snoozed' });
  });

  test('a channel is made, its secret shown once, tested, and kept while a budget names it', async () => {
    await page.goto('/alerts/channels');
    await page.getByRole('button', { name: 'New channel' }).first().click();
    await page.getByLabel('Name').fill('ops');
    await page.getByLabel('Address').fill('nowhere');
    await page.getByRole('button', { name: 'Make the channel' }).click();
    await page.getByText('There is something to mend above.').waitFor();
    await page.getByLabel('Address').fill(receiver.url);
    await page.getByRole('button', { name: 'Add a route' }).click();
    await page.getByLabel('Route 1, severity').selectOption('critical');
    await picture(page, 'channel-new');
    await page.getByRole('button', { name: 'Make the channel' }).click();
    expect(await page.getByTestId('secret').textContent()).toMatch(/^whsec_/);
    await page.getByRole('button', { name: 'Done' }).click();
    expect((await call('GET', '/v1/channels/ops')).json).toMatchObject({ routes: [{ severity: 'critical' }] });

    await page.getByRole('button', { name: 'Test ops' }).click();
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.getByText('It has arrived, its answer was 200.').waitFor();
    const tests = receiver.received.filter(({ body }) => body.includes('test'));
    expect(tests.map(({ body }) => body)).toHaveLength(1);
    await page.getByRole('button', { name: 'Close' }).click();
    await make('/v1/budgets', { name: 'told', per: 'org', window: 'month', limit_usd: '1000', notify: ['ops'] });
    await page.getByRole('button', { name: 'More about ops' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete the channel' }).click();
    await page.getByText('Take it out of them first, or disable it.', { exact: false }).waitFor();
    expect((await call('GET', '/v1/channels/ops')).status).toBe(200);
  });

  test('who is held is let go', async () => {
    const actions = [{ at: 0.5, do: 'block' }];
    await make('/v1/budgets', {
      name: 'gate',
      per: 'agent',
      match: { agent: 'writer' },
      window: 'day',
      limit_usd: '1',
      actions,
    });
    await make('/v1/usage', { id: 'half', source: 'test', agent: 'writer', run: 'half', cost_usd: '0.6' });
    expect((await call('POST', '/v1/reservations', { agent: 'writer', amount_usd: '0.1' })).status).toBe(402);
    await page.goto('/budgets');
    await page.getByRole('button', { name: 'counted by daily' }).click();
    await page.getByRole('button', { name: 'Lift' }).waitFor();
    await expectAccessible(page);
    await picture(page, 'budgets');
    await page.getByRole('button', { name: 'Lift' }).click();
    await page.getByRole('button', { name: 'Lift it' }).click();
    await page.getByText('writer goes on.').waitFor();
    const before = receiver.received.length;
    await page.goto('/alerts?severity=critical');
    await page.getByRole('button', { name: /of budget gate/ }).click();
    await page.getByRole('button', { name: 'Redeliver to ops' }).click();
    await receiver.until(before + 1);
    await page.getByText(/It is sent to ops again/).waitFor();
    await expectAccessible(page);
    await picture(page, 'alert-delivered');

    receiver.answer = answering(410);
    await page.getByRole('button', { name: 'Redeliver to ops' }).click();
    await page.getByText('dead', { exact: true }).waitFor();
    await page.goto('/alerts/channels');
    await page.getByText('disabled', { exact: true }).waitFor();
    await expectAccessible(page);
    await picture(page, 'channels');
    receiver.answer = ok;
    await page.getByRole('button', { name: 'More about ops' }).click();
    await page.getByRole('menuitem', { name: 'Enable' }).click();
    await page.getByText('ops is sent to again.').waitFor();
    await page.getByRole('button', { name: 'Redeliver to ops' }).first().click();
    await page.getByText('Every message has arrived, or is still being tried.').waitFor();

    await page.goto('/budgets');
    expect((await call('POST', '/v1/reservations', { agent: 'writer', amount_usd: '0.1' })).status).toBe(201);
    await page.getByLabel('Find by name').or(page.getByLabel('Name')).first().fill('gat');
    await page.getByRole('link', { name: 'daily' }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('name')).toBe('gat');
  });

  test('who may only look has nothing to press', async () => {
    const budget = textOf(rowsOf(await call('GET', '/v1/budgets?limit=1'))[0], 'id');
    const viewer = await openAs('viewer', '/budgets');
    const words =
      /^(New budget|Lift|Edit|Delete|Acknowledge|Snooze|Resolve|Raise limit|New channel|Test.*|More.*|Redeliver.*)$/;
    const places: readonly [path: string, shown: string][] = [
      ['/budgets', 'gate'],
      [`/budgets/${budget}`, 'What it says'],
      [`/budgets/${budget}/edit`, 'Your role may not see how budgets are edited.'],
      ['/budgets/new', 'Your role may not see how budgets are made.'],
      ['/alerts?state=all', 'next, previous'],
      ['/alerts/channels?dialog=new', 'Where alerts are sent'],
    ];
    for (const [path, shown] of places) {
      await viewer.goto(path);
      await viewer.getByText(shown).first().waitFor();
      if (path.startsWith('/alerts?')) await viewer.keyboard.press('j');
      if (path.startsWith('/alerts?')) await viewer.getByText('History').waitFor();
      const controls = ['button', 'link'] as const;
      const found = await Promise.all(controls.map((role) => viewer.getByRole(role, { name: words }).count()));
      expect([path, ...found, await viewer.getByRole('dialog').count()]).toEqual([path, 0, 0, 0]);
    }
  });
});
