/** Something of the catalogue that is not in the book as it is listed there. */
export interface SeedNote {
  /**
   * `adjusted`: the listed number is no decimal that a price can be, and the book has the nearest one that is not lower.
   * `left_out`: charged by a unit that usage here does not tell apart, such as cached audio or video.
   * `no_price`: listed without any price, which is not the same as free.
   */
  readonly kind: 'adjusted' | 'left_out' | 'no_price';
  readonly provider: string;
  readonly model: string;
  readonly key: string;
  readonly listed: string;
}

export interface SeedReport {
  readonly models: number;
  readonly notes: readonly SeedNote[];
}
