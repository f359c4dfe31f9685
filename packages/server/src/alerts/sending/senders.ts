import type { ChannelSecrets, SealedChannel } from '../../services/channels/channel.ts';
import type { Outcome } from '../../services/channels/record-outcome.ts';
import { openSecrets, SecretsUnreadable } from '../../services/channels/secrets.ts';
import type { TargetGuard } from '../../services/outbound/target-guard.ts';
import type { Vault } from '../../services/vault.ts';
import { sendEmail } from './email.ts';
import { delivered, excerpt, failed, type Outgoing, type SendOptions } from './outgoing.ts';
import { pagerDutyBody } from './pagerduty.ts';
import { createPoster, type Posted, PostFailed } from './post.ts';
import { slackBody } from './slack.ts';
import { webhookBody, webhookHeaders } from './webhook.ts';

/** Sends messages to channels of every kind. */
export interface Senders {
  /** One attempt; a failure is an outcome, never an exception. */
  send(orgId: string, channel: SealedChannel, message: Outgoing, options: SendOptions): Promise<Outcome>;
  close(): Promise<void>;
}

export interface SenderOptions {
  readonly vault: Vault;
  readonly guard: TargetGuard;
  readonly timeoutMs: number;
  /** Certificates that mail servers may show beside those that the system trusts, for tests. */
  readonly ca?: string | undefined;
}

/** Judges an answer: 2xx is success, and nothing else is. */
function judge({ status, body, retryAfterMs }: Posted): Outcome {
  if (status >= 200 && status < 300) return delivered(status);
  const isRedirect = status >= 300 && status < 400;
  const said = isRedirect ? 'redirects are not followed' : excerpt(body);
  const error = `answered ${status}${said === '' ? '' : `: ${said}`}`;
  return failed(error, {
    status,
    retryAfterMs: status === 429 || status === 503 ? retryAfterMs : null,
    isGone: status === 410,
  });
}

/** Slack says `ok`; another page with a 200 is not it. */
function judgeSlack(posted: Posted): Outcome {
  const outcome = judge(posted);
  if (!outcome.delivered || posted.body.trim() === 'ok') return outcome;
  return failed(`answered ${posted.status} without "ok": ${excerpt(posted.body)}`, { status: posted.status });
}

interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const json = { 'content-type': 'application/json', 'user-agent': 'cofferdam' };

function webhookPost(url: string, secrets: ChannelSecrets, message: Outgoing): Post {
  const body = webhookBody(message);
  return { url, headers: webhookHeaders(message.id, message.nowMs, body, secrets), body };
}

/** A test opens an incident and closes it again. */
function pagerDutyPosts(url: string, secrets: ChannelSecrets, message: Outgoing): Post[] {
  const key = secrets['routing_key'] ?? '';
  const post = (action: 'trigger' | 'resolve'): Post => ({
    url,
    headers: json,
    body: pagerDutyBody(message, key, action),
  });
  if (message.event === 'test') return [post('trigger'), post('resolve')];
  return [post(message.event === 'resolved' ? 'resolve' : 'trigger')];
}

function postsOf(channel: SealedChannel, secrets: ChannelSecrets, message: Outgoing): Post[] {
  const { settings } = channel;
  switch (settings.kind) {
    case 'webhook':
      return [webhookPost(settings.url, secrets, message)];
    case 'slack':
      return [{ url: secrets['url'] ?? '', headers: json, body: slackBody(message.words) }];
    case 'pagerduty':
      return pagerDutyPosts(settings.url, secrets, message);
    case 'email':
      return [];
  }
}

export function createSenders({ vault, guard, timeoutMs, ca }: SenderOptions): Senders {
  const poster = createPoster(guard, timeoutMs);

  async function postAll(channel: SealedChannel, secrets: ChannelSecrets, message: Outgoing, signal: AbortSignal) {
    let outcome: Outcome = failed('there was nothing to send');
    for (const post of postsOf(channel, secrets, message)) {
      const posted = await poster.post({ ...post, nowMs: message.nowMs, signal });
      outcome = channel.settings.kind === 'slack' ? judgeSlack(posted) : judge(posted);
      if (!outcome.delivered) return outcome;
    }
    return outcome;
  }

  async function send(
    orgId: string,
    channel: SealedChannel,
    message: Outgoing,
    { signal }: SendOptions,
  ): Promise<Outcome> {
    const { settings } = channel;
    try {
      const secrets = openSecrets(vault, { orgId, channelId: channel.id, settings }, channel.sealed);
      if (settings.kind === 'email')
        return await sendEmail(settings, secrets, message, { guard, timeoutMs, ca, signal });
      return await postAll(channel, secrets, message, signal);
    } catch (error) {
      if (error instanceof PostFailed) return failed(error.message, { isCutShort: signal.aborted });
      if (error instanceof SecretsUnreadable) return failed(error.message);
      throw error;
    }
  }

  return { send, close: () => poster.close() };
}
