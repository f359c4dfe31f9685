import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { EmailSettings } from '../../src/alerts/sending/email.ts';
import { crossing } from './support/alerts.ts';
import { type DeliveryHarness, type HarnessOptions, startHarness } from './support/delivery-harness.ts';
import { certificate, certificateKey } from './support/mail-certificate.ts';
import { type MailServer, startMailServer } from './support/mail-server.ts';

const withTls = { cert: certificate, key: certificateKey };

let harness: DeliveryHarness;

afterEach(() => harness.close());

interface Mailing {
  readonly server?: Parameters<typeof startMailServer>[0];
  readonly settings?: Partial<EmailSettings>;
  readonly password?: string;
  readonly options?: HarnessOptions;
}

/** Sends one alert through a mail server, and returns it. */
async function mailing({ server = {}, settings = {}, password, options = {} }: Mailing): Promise<MailServer> {
  const mail = await startMailServer({ disabledCommands: ['STARTTLS'], ...server });
  onTestFinished(() => mail.close());
  harness = await startHarness(options);
  const target: EmailSettings = {
    kind: 'email',
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    user: password === undefined ? null : 'alerts',
    from: 'alerts@acme.test',
    to: ['ada@acme.test', 'bob@acme.test'],
    ...settings,
  };
  await harness.channel({ name: 'mail', settings: target, secrets: password === undefined ? {} : { password } });
  await harness.raise(crossing('support-bot'));
  await harness.dispatch();
  await harness.deliver();
  return mail;
}

describe('e-mail', () => {
  test('says it in plain text to everybody named, under the id of the delivery', async () => {
    const { mails } = await mailing({});
    const [delivery] = await harness.deliveries();
    expect(delivery).toMatchObject({ state: 'delivered', lastStatus: 250 });
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail).toMatchObject({ from: 'alerts@acme.test', to: ['ada@acme.test', 'bob@acme.test'] });
    const [head = '', body = ''] = mail!.source.split('\r\n\r\n');
    const unfolded = head.replaceAll(/\r\n\s+/g, ' ');
    expect(unfolded).toContain(
      'Subject: [Cofferdam] Agent support-bot has used 86 % of 5.00 USD of budget support-daily (threshold 70 %)',
    );
    expect(unfolded).toContain(`Message-ID: <${delivery!.id}@acme.test>`);
    expect(unfolded).toContain('Auto-Submitted: auto-generated');
    expect(body).toContain('Agent support-bot has used 86 %');
    expect(mail!.source.replaceAll('=\r\n', '').replaceAll('\r\n', '\n')).toContain(
      'Spent: 4.30 USD\nReserved: 0.20 USD\nLeft: 0.50 USD\nLimit: 5.00 USD\n' +
        'Window: day 2026-11-23, ends 2026-11-24 00:00 (Europe/Berlin)\nOwner: Ada\n',
    );
  });

  test('logs in over TLS from the first byte', async () => {
    const { mails } = await mailing({
      server: { secure: true, ...withTls },
      settings: { security: 'tls' },
      password: 'right',
      options: { ca: certificate },
    });
    expect(mails).toMatchObject([{ user: 'alerts', isSecure: true }]);
  });

  test('logs in after STARTTLS, at the address that its name was checked to lead to', async () => {
    const lookups: string[] = [];
    const resolve = async (hostname: string) => {
      lookups.push(hostname);
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const { mails } = await mailing({
      server: { ...withTls, disabledCommands: [] },
      settings: { security: 'starttls', host: 'mail.test' },
      password: 'right',
      options: { ca: certificate, resolve },
    });
    expect(mails).toMatchObject([{ user: 'alerts', isSecure: true }]);
    expect(lookups).toEqual(['mail.test']);
  });

  test('is not sent, and no password is, to a server whose certificate nobody vouches for', async () => {
    const { mails } = await mailing({
      server: { secure: true, ...withTls },
      settings: { security: 'tls' },
      password: 'right',
    });
    expect(mails).toEqual([]);
    expect((await harness.deliveries())[0]).toMatchObject({ state: 'pending', lastError: 'self-signed certificate' });
  });

  test('is not sent in the clear to a server that has no STARTTLS', async () => {
    const { mails } = await mailing({ settings: { security: 'starttls' }, password: 'right' });
    expect(mails).toEqual([]);
    expect((await harness.deliveries())[0]!.state).toBe('pending');
  });

  test('that a server refuses is tried again, and says why', async () => {
    await mailing({
      server: { secure: true, ...withTls },
      settings: { security: 'tls' },
      password: 'wrong',
      options: { ca: certificate },
    });
    const [delivery] = await harness.deliveries();
    expect(delivery).toMatchObject({ state: 'pending', lastStatus: 535, attempts: 1 });
    expect(delivery!.lastError).toContain('Invalid username or password');
  });

  test('to a name that leads to an address of the inside is not sent', async () => {
    const resolve = async () => [{ address: '10.0.0.7', family: 4 }];
    const { mails } = await mailing({ settings: { host: 'mail.test' }, options: { resolve } });
    expect(mails).toEqual([]);
    expect((await harness.deliveries())[0]!.lastError).toContain('is not an address of the public internet');
  });

  test('to a server that says nothing is given up when its time is over', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    await mailing({ settings: { port }, options: { timeoutMs: 300 } });
    expect((await harness.deliveries())[0]).toMatchObject({ state: 'pending', lastStatus: null });
  });
});
