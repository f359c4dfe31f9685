/** Two spellings of an address are one: case is of no account to any mail server that people use. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
