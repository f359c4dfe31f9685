import type { Page } from 'playwright-core';
import { startStripeSimulator, type StripeSimulator } from '@cofferdam/simulator/stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedInAs, type Browser } from '../api/people/sign-in.ts';
import { findChromium } from './support/chromium.ts';
import { expectAccessible, picture, startDashboard, type TestDashboard } from './support/dashboard.ts';

const chromium = findChromium();
const stripeKey = 'sk_test_dashboard';

let dashboard: TestDashboard;
let stripe: StripeSimulator;

async function pageOf(person: Browser, path: string): Promise<Page> {
  const [name, value] = person.cookie().split('=') as [string, string];
  const page = await dashboard.open('/sign-in');
  await page.context().addCookies([{ name, value, url: dashboard.url }]);
  await page.goto(path);
  return page;
}

async function must(path: string, body: unknown): Promise<void> {
  const { status, text } = await dashboard.node.call('POST', path, body);
  if (status >= 300) throw new Error(`${path}: ${text}`);
}

/** `$1,234.50` of a whole number of cents, from the database's own decimal. */
function shown(usd: string): string {
  const [whole = '0', fraction = ''] = usd.replace('-', '').split('.');
  const grouped = Number(whole).toLocaleString('en-US');
  return `${usd.startsWith('-') ? '−' : ''}$${grouped}.${fraction.padEnd(2, '0')}`;
}

/** Amounts of plain SQL as decimals in USD. */
async function sums(sql: string): Promise<Record<string, string>> {
  const { rows } = await dashboard.node.pool.query<{ key: string; usd: string }>(sql);
  return Object.fromEntries(rows.map(({ key, usd }) => [key, usd]));
}

const inUsd = 'trim_scale(sum(amount_nano_usd) / 1000000000.0)::text AS usd';

describe.skipIf(chromium === null)('money on the pages', () => {
  let page: Page;

  beforeAll(async () => {
    stripe = await startStripeSimulator({ apiKey: stripeKey });
    const settings = { secretKey: stripeKey, webhookSecrets: ['whsec_dashboard'], apiUrl: stripe.url, retries: 0 };
    dashboard = await startDashboard(chromium!, { stripe: settings });
    page = await pageOf(await signedInAs(dashboard.node, 'billing_admin'), '/credits');
  });
  afterAll(async () => {
    await dashboard.close();
    await stripe.close();
  });

  test('credit is bought at Stripe: from the page there and back, booked, with its receipt and its lot', async () => {
    await page.getByText('No credit yet').waitFor();
    await expectAccessible(page);
    await picture(page, 'credits-empty');
    await page.getByRole('button', { name: 'Buy credit' }).click();
    await page.getByLabel('Amount in USD').fill('0.015');
    await page.getByRole('button', { name: 'Go to Stripe' }).click();
    await page.getByText('must be a whole number of cents').waitFor();
    await page.getByLabel('Amount in USD').fill('1250');
    await page.getByText('You go to Stripe to pay $1,250.00.').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Go to Stripe' }).click();
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    // No event of Stripe's reaches this server: whoever comes back has Stripe asked at once.
    await page.getByText('Paid, and credited. The balance is $1,250.00.').waitFor();
    await expectAccessible(page);
    await picture(page, 'payment');
    const receipt = await page.getByRole('link', { name: 'Receipt' }).getAttribute('href');
    expect(await (await fetch(receipt!)).text()).toContain('$1250.00 paid');
    expect(await sums(`SELECT kind AS key, ${inUsd} FROM ledger_entries GROUP BY kind`)).toEqual({ top_up: '1250' });
    await page.getByRole('link', { name: 'In the ledger' }).click();
    await page.getByRole('cell', { name: '+$1,250.00' }).waitFor();
    await page.getByRole('link', { name: 'payment', exact: true }).waitFor();
  });

  test('a refund of more than is unused says what could be; grants, usage and their lots stand where they belong', async () => {
    const bought = { amount_usd: '100', reference: 'invoice 17' };
    await must('/v1/credits/top-ups', bought);
    const used = { source: 'test', agent: 'support-bot', run: 'ticket-1', cost_usd: '30.25' };
    await page.goto('/credits?act=grant');
    await page.getByLabel('Amount in USD').fill('20.5');
    await page.getByLabel('Reference').fill('welcome');
    await page.getByLabel('Expires, if at all').fill('2030-01-01T00:00');
    await page.getByText('Adds $20.50 as a grant, drawn before purchases.').waitFor();
    await expectAccessible(page);
    await picture(page, 'credits-grant');
    await page.getByRole('button', { name: 'Grant it' }).click();
    await page.getByText('Booked. The balance is $1,370.50.').waitFor();
    await must('/v1/usage', { ...used, id: 'u1' });
    await must('/v1/usage', { ...used, id: 'u2', agent: 'writer', run: 'draft-1', cost_usd: '1230.25' });
    await page.goto('/credits');
    await page.getByRole('img', { name: '$10.00 left of $1,250.00' }).waitFor();
    await page.getByRole('button', { name: 'Refund invoice 17' }).click();
    await page.getByLabel('Amount in USD').fill('150');
    await page.getByLabel('Reference').fill('refund 17');
    await page.getByLabel('Reason').fill('ordered twice');
    await page.getByRole('button', { name: 'Take it out' }).click();
    await page.getByText('150 USD cannot be refunded: 100 USD of it are unused').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Amount in USD').fill('40');
    await page.getByRole('button', { name: 'Take it out' }).click();
    await page.getByText('Booked. The balance is $70.00.').waitFor();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByLabel('Mode').selectOption('overdraft');
    await page.getByLabel('Overdraft in USD').fill('25');
    await page.getByLabel('Tell below a balance of, in USD').fill('50');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('the balance may be held down to $25.00 below zero').waitFor();
    await page.getByText('An alert is raised when the balance is below $50.00.').waitFor();
    await expectAccessible(page);
    await picture(page, 'credits');
    await page.goto('/credits/ledger');
    await page.getByRole('cell', { name: /Refund.*refund 17/ }).waitFor();
    await page.getByLabel('Kind').selectOption('charge');
    await page.getByRole('link', { name: 'support-bot' }).waitFor();
    expect(page.url()).toContain('kind=charge');
    expect(await page.getByRole('cell', { name: /Refund/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'grant welcome' }).click();
    await page.getByRole('heading', { name: /Movements of the lot/ }).waitFor();
    await page.getByRole('button', { name: 'Without filters' }).click();
    await page.getByRole('cell', { name: /Purchase.*invoice 17/ }).waitFor();
    await expectAccessible(page);
    await picture(page, 'ledger');
  });

  test('a statement on the page is what plain SQL makes of the ledger; a checkpoint and the comparison with Stripe stand', async () => {
    await page.goto('/credits/statements');
    await page.getByRole('link', { name: /^CSV of/ }).waitFor();
    await expectAccessible(page);
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByText('Balance so far').waitFor();
    const ofSums = page.getByRole('region', { name: 'Opening balance, movements and closing balance' });
    const names: Readonly<Record<string, string>> = {
      top_up: 'Purchase',
      grant: 'Grant',
      charge: 'Usage',
      refund: 'Refund',
    };
    const byKind = await sums(`SELECT kind AS key, ${inUsd} FROM ledger_entries GROUP BY kind`);
    expect(Object.keys(byKind).toSorted()).toEqual(Object.keys(names).toSorted());
    for (const [kind, usd] of Object.entries(byKind)) {
      const row = ofSums.getByRole('row').filter({ hasText: names[kind]! });
      expect(await row.getByRole('cell').last().innerText()).toBe(shown(usd));
    }
    const whole = await sums(`SELECT 'all' AS key, ${inUsd} FROM ledger_entries`);
    expect(await ofSums.locator('tfoot td').last().innerText()).toBe(shown(whole['all']!));
    const byAgent = await sums(
      `SELECT u.agent AS key, trim_scale(sum(e.amount_nano_usd) / 1000000000.0)::text AS usd
         FROM ledger_entries e JOIN usage_records u ON u.org_id = e.org_id AND u.id = e.usage_record_id GROUP BY u.agent`,
    );
    const ofUsage = page.getByRole('region', { name: 'Usage by team, agent and model' });
    for (const [agent, usd] of Object.entries(byAgent))
      expect(await ofUsage.getByRole('row').filter({ hasText: agent }).getByRole('cell').last().innerText()).toBe(
        shown(usd),
      );
    await expectAccessible(page);
    await picture(page, 'statement');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /^CSV of/ }).click();
    expect((await download).suggestedFilename()).toMatch(/^cofferdam-statement-\d{4}-\d\d\.csv$/);

    await page.goto('/credits/checkpoints');
    await page.getByRole('button', { name: 'Make one now' }).click();
    await page.getByRole('region', { name: 'the note' }).getByText('cofferdam-ledger/').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Close' }).click();
    await picture(page, 'checkpoints');

    const { id: intent } = stripe.pay((await orderedAt('40')).session, 'succeed');
    await page.goto('/credits/reconciliation');
    await page.getByRole('checkbox', { name: `Correct ${intent}` }).check();
    await expectAccessible(page);
    await picture(page, 'reconciliation');
    await page.getByRole('button', { name: 'Correct what is chosen' }).click();
    await page.getByRole('button', { name: 'Correct it' }).click();
    await page.getByText('No differences in this period.').waitFor();
    await page.goto('/credits/payments');
    await page.getByRole('row').filter({ hasText: '$40.00' }).getByText('succeeded').waitFor();
    await expectAccessible(page);
  });

  test('a price of one’s own is set for a model that has none, and shown; a viewer sees prices and no control', async () => {
    const usage = { provider: 'acme', model: 'acme-large', input_tokens: 12_000, output_tokens: 300 };
    await must('/v1/usage', { id: 'p1', source: 'test', agent: 'writer', usage });
    const people = {
      operator: await signedInAs(dashboard.node, 'operator'),
      viewer: await signedInAs(dashboard.node, 'viewer'),
    };
    const operator = await pageOf(people.operator, '/prices?q=gpt-4o');
    // OpenAI's published price of GPT-4o: 2.50 in, 10 out, per million tokens.
    const listed = operator
      .getByRole('row')
      .filter({ has: operator.getByRole('button', { name: 'openai/gpt-4o', exact: true }) });
    await listed.getByRole('cell', { name: '$2.50', exact: true }).waitFor();
    await listed.getByRole('cell', { name: '$10.00' }).waitFor();
    await expectAccessible(operator);
    await picture(operator, 'prices');
    await operator.getByRole('button', { name: 'openai/gpt-4o', exact: true }).click();
    await operator.getByText('From the price book, by its own name.').waitFor();
    // Its cached input on the priority tier, as OpenAI lists it: a rate is not rounded to cents.
    await operator.getByText('$2.125', { exact: true }).first().waitFor();
    await expectAccessible(operator);
    await picture(operator, 'price');
    await operator.goto('/prices?tab=unpriced');
    const row = operator.getByRole('row').filter({ hasText: 'acme/acme-large' });
    await row.getByRole('cell', { name: '12k' }).waitFor();
    await expectAccessible(operator);
    await picture(operator, 'prices-unpriced');
    await row.getByRole('button', { name: 'Set a price' }).click();
    await operator.getByLabel('Input', { exact: true }).fill('1,25');
    await operator.getByLabel('Output', { exact: true }).fill('5');
    await operator.getByRole('button', { name: 'Set it' }).click();
    await operator
      .getByRole('textbox', { name: 'Input', exact: true })
      .and(operator.locator('[aria-invalid=true]'))
      .waitFor();
    await expectAccessible(operator);
    await operator.getByLabel('Input', { exact: true }).fill('1.25');
    await operator.getByRole('button', { name: 'Set it' }).click();
    await row.getByText('has one').waitFor();
    await operator.getByRole('tab', { name: 'Own prices' }).click();
    const own = operator.getByRole('row').filter({ hasText: 'acme/acme-large' });
    await own.getByRole('cell', { name: '$1.25' }).waitFor();
    await own.getByText('holds').waitFor();
    await must('/v1/usage', { id: 'p2', source: 'test', agent: 'writer', usage });
    const { rows } = await dashboard.node.pool.query<{ cost: string }>(
      `SELECT cost_nano_usd::text AS cost FROM usage_records WHERE source_id = 'p2'`,
    );
    // 12,000 at 1.25 and 300 at 5 USD per million are 0.015 and 0.0015 USD.
    expect(rows).toEqual([{ cost: '16500000' }]);
    await own.getByRole('button', { name: 'End acme/acme-large' }).click();
    await operator.getByRole('button', { name: 'End it' }).click();
    await operator.getByText('replaced').waitFor();
    await picture(operator, 'prices-own');

    for (const role of ['operator', 'viewer'] as const) {
      const person = people[role];
      for (const path of ['/v1/credits', '/v1/credits/ledger', '/v1/credits/payments', '/v1/credits/statements'])
        expect((await person('GET', path)).status).toBe(403);
      const body = { amount_usd: '5', reference: 'not mine' };
      expect((await person('POST', '/v1/credits/top-ups', body)).status).toBe(403);
      const theirs = role === 'operator' ? operator : await pageOf(person, '/credits');
      await theirs.goto('/credits');
      await theirs.getByText('Your role may not see credit.').waitFor();
      expect(await theirs.getByRole('link', { name: 'Credits' }).count()).toBe(0);
      await theirs.goto('/prices');
      await theirs.getByRole('heading', { name: 'Ceiling price' }).waitFor();
      expect(await theirs.getByRole('button', { name: 'Set a price' }).count()).toBe(role === 'viewer' ? 0 : 1);
      await theirs.context().close();
    }
  });
});

/** A payment that is asked for over the API, and the page at Stripe that it leads to. */
async function orderedAt(amountUsd: string): Promise<{ session: string }> {
  const made = await dashboard.node.call('POST', '/v1/credits/checkout', { amount_usd: amountUsd });
  const { id } = made.json as { id: string };
  return { session: stripe.sessions().find((one) => one.client_reference_id === id)!.id };
}
