/** Reads a table of RFC 4180, written for these tests and not by what writes it. Lines must end in CRLF. */
export function readCsv(text: string): Record<string, string>[] {
  const lines: string[][] = [];
  let [line, cell, isQuoted]: [string[], string, boolean] = [[], '', false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (isQuoted && character === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === ',') [line, cell] = [[...line, cell], ''];
    else if (!isQuoted && text.startsWith('\r\n', at)) {
      lines.push([...line, cell]);
      [line, cell] = [[], ''];
      at += 1;
    } else cell += character;
  }
  if (isQuoted || line.length > 0 || cell !== '') throw new Error('the table ends in the middle of a line');
  const [head = [], ...rows] = lines;
  return rows.map((row) => {
    if (row.length !== head.length) throw new Error(`${row.length} fields for ${head.length} columns`);
    return Object.fromEntries(head.map((name, index) => [name, row[index]!]));
  });
}
