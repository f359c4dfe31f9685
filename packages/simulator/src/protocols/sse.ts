/** An event without a name, as Chat Completions sends it. */
export function dataEvent(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** An event that is named by the `type` of its data, as Responses and Messages send it. */
export function typedEvent(data: Readonly<Record<string, unknown>> & { readonly type: string }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

export const malformedEvent = 'data: {"malformed\n\n';
export const commentEvent = ': keep-alive\n\n';
