import { isIP } from 'node:net';
import { promisify } from 'node:util';
import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import { plainText } from '../../services/alerts/wording/message.ts';
import type { ChannelSecrets, ChannelSettings } from '../../services/channels/channel.ts';
import type { Outcome } from '../../services/channels/record-outcome.ts';
import type { TargetGuard } from '../../services/outbound/target-guard.ts';
import { delivered, excerpt, failed, type Outgoing, type SendOptions } from './outgoing.ts';

export type EmailSettings = Extract<ChannelSettings, { readonly kind: 'email' }>;

export interface EmailOptions {
  readonly guard: TargetGuard;
  readonly timeoutMs: number;
  /** Certificates that are trusted beside the system's, for tests. */
  readonly ca?: string | undefined;
}

type LookupAll = (hostname: string, options: LookupAllOptions) => Promise<LookupAddress[]>;

/**
 * The address to connect to: a name is looked up here and the connection made to what was checked, since one that is
 * looked up again may lead elsewhere. Raises `TargetForbidden`.
 */
async function addressOf(guard: TargetGuard, host: string): Promise<string> {
  const lookup = promisify(guard.lookup) as unknown as LookupAll;
  const found = await lookup(host, { all: true });
  return found[0]!.address;
}

function transportOptions(
  settings: EmailSettings,
  secrets: ChannelSecrets,
  address: string,
  { timeoutMs, ca }: EmailOptions,
): SMTPTransport.Options {
  const { host, port, security, user } = settings;
  const { password } = secrets;
  return {
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { ...(isIP(host) === 0 ? { servername: host } : {}), ...(ca === undefined ? {} : { ca }) },
    ...(user === null || password === undefined ? {} : { auth: { user, pass: password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function mailOf({ from, to }: EmailSettings, { id, words }: Outgoing): SMTPTransport.MailOptions {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    from,
    to: [...to],
    subject: `[Cofferdam] ${words.title}`.slice(0, 250),
    text: `${words.title}\n\n${plainText(words)}\n`,
    // The same at every attempt: mail programs show one message of one id once.
    messageId: `<${id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

interface SmtpError extends Error {
  readonly responseCode?: number;
  readonly code?: string;
}

/** Sends a message over SMTP. What the server says is its status. */
export async function sendEmail(
  settings: EmailSettings,
  secrets: ChannelSecrets,
  message: Outgoing,
  options: EmailOptions & SendOptions,
): Promise<Outcome> {
  const { signal, timeoutMs } = options;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const address = await addressOf(options.guard, settings.host);
    const transport = createTransport(transportOptions(settings, secrets, address, options));
    const ended = new Promise<never>((_, reject) => {
      limit.addEventListener('abort', () => reject(new Error(`no answer within ${timeoutMs / 1_000} s`)), {
        once: true,
      });
    });
    try {
      const sent = await Promise.race([transport.sendMail(mailOf(settings, message)), ended]);
      const refused = sent.rejected.length;
      if (refused > 0) return failed(`${refused} of ${settings.to.length} recipients were refused`);
      return delivered(Number(sent.response.slice(0, 3)));
    } finally {
      transport.close();
    }
  } catch (error) {
    const { message: reason, responseCode } = error as SmtpError;
    return failed(signal.aborted ? 'the server is stopping' : excerpt(reason), {
      status: responseCode ?? null,
      isCutShort: signal.aborted,
    });
  }
}
