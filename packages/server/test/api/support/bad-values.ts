/** Amounts of USD that no field takes: each is told from a decimal string of at most nine decimals and at most 1e9. */
export const badAmounts: readonly [string, unknown][] = [
  ['NaN', 'NaN'],
  ['infinite', 'Infinity'],
  ['negative', '-1'],
  ['with an exponent', '1e3'],
  ['with ten decimals', '0.0000000001'],
  ['a number', 0.25],
  ['a whole number', 1],
  ['empty', ''],
  ['with a blank', ' 1'],
  ['with a bare point', '1.'],
  ['without a digit before the point', '.5'],
  ['with a leading zero', '01'],
  ['with a plus', '+1'],
  ['hexadecimal', '0x10'],
  ['with a comma', '1,5'],
  ['in other digits', '\u0661'],
  ['above the largest', '1000000000.000000001'],
  ['1 MB of digits', '9'.repeat(1_000_000)],
  ['null', null],
  ['true', true],
  ['an object', { usd: '1' }],
  ['an array', ['1']],
];

/** Labels that no field takes. */
export const badLabels: readonly [string, unknown][] = [
  ['empty', ''],
  ['with a blank', 'a b'],
  ['with a control character', 'a\u0000b'],
  ['with a quote', "a'b"],
  ['starting with a dot', '.hidden'],
  ['of other letters', 'b\u00f6t'],
  ['of 129 characters', 'x'.repeat(129)],
  ['1 MB', 'x'.repeat(1_000_000)],
  ['a number', 7],
  ['null', null],
  ['an object', {}],
];

/** Counts of tokens that no field takes. */
export const badCounts: readonly [string, unknown][] = [
  ['negative', -1],
  ['a fraction', 1.5],
  ['a string', '10'],
  ['beyond any call', 1e13],
  ['null', null],
];

/** Bodies that are no JSON object, with the type they are sent as and the status that they get. */
export const badBodies: readonly [string, string | undefined, string, number][] = [
  ['no body', undefined, 'application/json', 400],
  ['an empty body', '', 'application/json', 400],
  ['malformed JSON', '{"agent":', 'application/json', 400],
  ['JSON with NaN', '{"amount_usd": NaN}', 'application/json', 400],
  ['an array', '[]', 'application/json', 400],
  ['a string', '"text"', 'application/json', 400],
  ['null', 'null', 'application/json', 400],
  ['a prototype', '{"__proto__": {"agent": "bot"}}', 'application/json', 400],
  ['text', 'agent=bot', 'text/plain', 415],
  ['a form', 'agent=bot', 'application/x-www-form-urlencoded', 415],
  ['more than 8 MiB', `"${'x'.repeat(8 * 1024 * 1024)}"`, 'application/json', 413],
];
