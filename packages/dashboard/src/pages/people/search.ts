/** The dialog that is open, and of whom. */
export interface PeopleSearch {
  readonly open?: 'invite' | undefined;
  readonly role?: string | undefined;
  readonly reset?: string | undefined;
  readonly remove?: string | undefined;
}
