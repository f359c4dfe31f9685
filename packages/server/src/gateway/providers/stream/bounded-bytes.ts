/** Bytes that come in pieces, of which at most a number are held: beyond it only their count is kept. */
export interface BoundedBytes {
  /** Adds a piece of the chunk at hand. */
  add(piece: Uint8Array): void;
  /** Adds a piece that has to outlast its chunk, which belongs to whoever reads the socket. */
  keep(piece: Uint8Array): void;
  isEmpty(): boolean;
  /** More was added than may be held, and is lost. */
  isOverflowing(): boolean;
  /** All that was added, as a view that holds until the next chunk. */
  joined(): Buffer;
  clear(): void;
}

export function createBoundedBytes(maxBytes: number): BoundedBytes {
  let pieces: Uint8Array[] = [];
  let length = 0;
  const add = (piece: Uint8Array): void => {
    length += piece.length;
    if (length > maxBytes) pieces = [];
    else if (piece.length > 0) pieces.push(piece);
  };
  return {
    add,
    keep: (piece) => {
      if (piece.length > 0) add(Buffer.from(piece));
    },
    isEmpty: () => length === 0,
    isOverflowing: () => length > maxBytes,
    joined() {
      const [first, ...others] = pieces;
      if (first === undefined || others.length > 0) return Buffer.concat(pieces);
      return Buffer.from(first.buffer, first.byteOffset, first.length);
    },
    clear() {
      [pieces, length] = [[], 0];
    },
  };
}
