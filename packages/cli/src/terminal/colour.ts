export interface Colour {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

/**
 * Colours only where a person looks at a terminal: a pipe or a file must get plain text,
 * and NO_COLOR (set to anything but nothing) switches them off everywhere.
 */
export function createColour(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Colour {
  const wanted = isTerminal && !env.NO_COLOR && env.TERM !== 'dumb';
  const paint = (open: number, close: number) => (text: string) =>
    wanted ? `\u001B[${open}m${text}\u001B[${close}m` : text;
  return { bold: paint(1, 22), dim: paint(2, 22), red: paint(31, 39), green: paint(32, 39), yellow: paint(33, 39) };
}
