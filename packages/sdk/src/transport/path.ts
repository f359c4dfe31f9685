/** Fills the names of a path: `/v1/budgets/{id}`. */
export function fillPath(template: string, names: Readonly<Record<string, string>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = names[name];
    // An empty name would lead to another operation.
    if (value === undefined || value === '') throw new TypeError(`the path ${template} needs ${name}`);
    return encodeURIComponent(value);
  });
}

/** A query with its question mark; what is undefined or empty is left out, lists are joined with commas. */
export function queryText(query: Readonly<Record<string, unknown>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : value;
    if (typeof text === 'number' || typeof text === 'boolean') search.set(name, String(text));
    if (typeof text === 'string' && text !== '') search.set(name, text);
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
