/** Names that need no quotes in an object type. */
const plainName = /^[A-Za-z_$][\w$]*$/;

function comment({ description }, indent) {
  return description === undefined ? '' : `${indent}/** ${description.replaceAll('*/', '* /')} */\n`;
}

function objectType({ properties = {}, required = [], additionalProperties }, depth) {
  const names = Object.keys(properties);
  if (names.length === 0) {
    if (additionalProperties === false) return 'Readonly<Record<never, never>>';
    const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties, depth) : 'unknown';
    return `Readonly<Record<string, ${value}>>`;
  }
  const indent = '  '.repeat(depth + 1);
  const lines = names.map((name) => {
    const mark = required.includes(name) ? '' : '?';
    const key = plainName.test(name) ? name : `'${name}'`;
    const type = typeOf(properties[name], depth + 1);
    return `${comment(properties[name], indent)}${indent}readonly ${key}${mark}: ${type};`;
  });
  return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
}

const simple = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' };

/** Whether the type of a schema is more than one word, which brackets must hold together. */
function isCompound({ anyOf, oneOf, allOf, enum: values, type, items }) {
  const members = anyOf ?? oneOf ?? allOf ?? values ?? (Array.isArray(type) ? type : []);
  return members.length > 1 || items !== undefined;
}

function wrapped(schema, depth) {
  const type = typeOf(schema, depth);
  return isCompound(schema) ? `(${type})` : type;
}

function ofType(type, schema, depth) {
  if (type === 'object') return objectType(schema, depth);
  if (type === 'array') return `readonly ${wrapped(schema.items ?? {}, depth)}[]`;
  return simple[type] ?? 'unknown';
}

function union(types) {
  const members = [...new Set(types)];
  return members.includes('unknown') ? 'unknown' : members.join(' | ');
}

/** The TypeScript type of a JSON Schema, as far as the API's document uses it. */
export function typeOf(schema, depth = 0) {
  if (schema.const !== undefined) return JSON.stringify(schema.const).replaceAll('"', "'");
  if (schema.enum !== undefined)
    return union(schema.enum.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))));
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return union(alternatives.map((one) => typeOf(one, depth)));
  if (schema.allOf !== undefined) return schema.allOf.map((one) => wrapped(one, depth)).join(' & ');
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return union(types.map((type) => ofType(type, schema, depth)));
}
