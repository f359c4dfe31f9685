import { z } from 'zod';
import { fail } from '../../errors/problem.ts';

/** Structured mode of the CloudEvents 1.0 JSON format: one event, or a batch of them. */
export const cloudEventTypes = ['application/cloudevents+json', 'application/cloudevents-batch+json'] as const;

/** The envelope; attributes that extensions add are allowed by the specification, and say nothing to us. */
const envelope = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  time: z.string().optional(),
  data: z.looseObject({}),
});

export function isCloudEvent(contentType: string | undefined): boolean {
  return contentType?.startsWith('application/cloudevents') ?? false;
}

function reportOfEvent(event: unknown, path: string): unknown {
  const parsed = envelope.safeParse(event);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = [path, ...issue.path].filter((part) => part !== '').join('.') || 'body';
    return fail('invalid_request', `${field}: ${issue.message}`, { field });
  }
  // (source, id) of the event names the report once; its data cannot name another.
  const { id, source, time, data } = parsed.data;
  return { ...data, id, source, ...(time === undefined ? {} : { time }) };
}

/** The usage reports that events carry: id, source and time are the event's, the rest is its data. */
export function reportsOfEvents(body: unknown): unknown {
  if (Array.isArray(body)) return body.map((event, index) => reportOfEvent(event, String(index)));
  return reportOfEvent(body, '');
}
