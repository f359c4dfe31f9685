const prefix = 'import/';

/** The source of records that are imported under a name: no report to POST /v1/usage has one like it. */
export function importSource(name: string): string {
  return `${prefix}${name}`;
}

/** Whether a record is history that was imported. */
export function isImported(source: string | null): boolean {
  return source?.startsWith(prefix) ?? false;
}
