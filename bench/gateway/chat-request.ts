/** The chat call that all of the load is made of: fixed, small, and answered with a fixed number of tokens. */
const model = 'gpt-4o-mini';
export const connectionName = 'upstream';

/** What the simulator answers, and the cap that the caller sets: a caller's cap is rarely what the answer needs. */
export const outputTokens = 30;
const capTokens = 100;

export function chatBody(stream: boolean): string {
  const messages = [
    { role: 'system', content: 'You are an agent that answers questions about invoices. Be brief.' },
    { role: 'user', content: 'Which of the invoices of this month are not paid yet, and how much do they come to?' },
  ];
  return JSON.stringify({ model, messages, max_completion_tokens: capTokens, ...(stream && { stream: true }) });
}

/** Where the call goes at the upstream itself, and through the gateway. */
export const directPath = '/v1/chat/completions';
export const gatewayPath = `/gateway/${connectionName}/v1/chat/completions`;

/** Whether an answer came to its end: a stream that was cut off has a status of 200 too. */
export function isWhole(body: string, stream: boolean): boolean {
  return body.includes('"finish_reason":"stop"') && (!stream || body.includes('data: [DONE]'));
}
