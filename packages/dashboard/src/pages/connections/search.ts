/** The dialog that is open, and of which connection. */
export interface ConnectionsSearch {
  readonly open?: 'new' | undefined;
  readonly edit?: string | undefined;
  readonly rotate?: string | undefined;
  readonly use?: string | undefined;
  readonly remove?: string | undefined;
}
