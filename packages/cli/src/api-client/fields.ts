/** Readers of answers whose shape is the server's business: an absent or odd field is undefined, never a crash. */

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function textAt(value: unknown, name: string): string | undefined {
  const field = fieldsOf(value)[name];
  return typeof field === 'string' ? field : undefined;
}

export function numberAt(value: unknown, name: string): number | undefined {
  const field = fieldsOf(value)[name];
  return typeof field === 'number' ? field : undefined;
}

export function listAt(value: unknown, name: string): readonly unknown[] {
  const field = fieldsOf(value)[name];
  return Array.isArray(field) ? field : [];
}

/** A field as a table cell: text and numbers as they are, "-" for what is not there. */
export function cellAt(value: unknown, name: string): string {
  const field = fieldsOf(value)[name];
  if (typeof field === 'string' && field !== '') return field;
  if (typeof field === 'number' || typeof field === 'boolean') return String(field);
  return '-';
}
