import { boundedItems, type WordedMessage } from '../../services/alerts/wording/message.ts';

/** Slack reads these three as its own; a name with `<!channel>` in it would call everybody. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function clipped(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

const marks = { info: '🔵', warning: '🟡', critical: '🔴' } as const;

function markdown(text: string): { type: 'mrkdwn'; text: string } {
  return { type: 'mrkdwn', text: clipped(text, 2_900) };
}

/** The limits of Slack: 150 characters in a header, ten fields of 2,000, 3,000 in a section. */
export function slackBody({ severity, title, facts, items, next }: WordedMessage): string {
  const header = clipped(`${marks[severity]} ${title}`, 150);
  const fields = facts.slice(0, 10).map(([name, value]) => ({
    type: 'mrkdwn',
    text: clipped(`*${escaped(name)}*\n${escaped(value)}`, 2_000),
  }));
  const list = boundedItems(items, 2_400).map((item) => `• ${escaped(item)}`);
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: header } },
    ...(fields.length === 0 ? [] : [{ type: 'section', fields }]),
    ...(list.length === 0 ? [] : [{ type: 'section', text: markdown(list.join('\n')) }]),
    { type: 'section', text: markdown(escaped(next)) },
  ];
  return JSON.stringify({ text: escaped(clipped(title, 500)), blocks });
}
