import { membersOf } from './fields.ts';

/** The part of JSON Schema that the description of the API uses. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function objectDifferences(schema: Schema, value: Record<string, unknown>, path: string): string[] {
  const { properties = {}, required = [], additionalProperties: others } = schema;
  const missing = required.filter((name) => !(name in value)).map((name) => `${path}.${name} is missing`);
  const members = Object.entries(value).flatMap(([name, member]) => {
    const described = properties[name] ?? (typeof others === 'object' ? others : undefined);
    return described === undefined
      ? [`${path}.${name} is not described`]
      : schemaDifferences(described, member, `${path}.${name}`);
  });
  return [...missing, ...members];
}

/** Where a value is not as the schema says; a member that the schema does not have is a difference too. */
export function schemaDifferences(schema: Schema, value: unknown, path = ''): string[] {
  if (schema.anyOf !== undefined) {
    const each = schema.anyOf.map((one) => schemaDifferences(one, value, path));
    return each.toSorted((a, b) => a.length - b.length)[0] ?? [];
  }
  const type = typeOf(value);
  const types = [schema.type ?? []].flat();
  const fits = types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'));
  if (!fits) return [`${path} is ${type}, not ${types.join(' or ')}`];
  const values = 'const' in schema ? [schema.const] : schema.enum;
  if (values !== undefined && !values.includes(value)) return [`${path} is ${JSON.stringify(value)}`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => schemaDifferences(schema.items ?? {}, item, `${path}[${index}]`));
  return type === 'object' ? objectDifferences(schema, membersOf(value), path) : [];
}
