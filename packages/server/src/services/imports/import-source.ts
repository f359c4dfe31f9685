const prefix = 'import/';

/** Whether a record is history that was imported. */
export function isImported(source: string | null): boolean {
  return source?.startsWith(prefix) ?? false;
}
