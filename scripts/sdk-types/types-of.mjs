import { typeOf } from './type-of.mjs';

const opening = '// Written by scripts/openapi.mjs from docs/reference/openapi.json: change the API, not this.\n';

/** What is sent in a place (path, query): its names with their types. */
function parametersIn(place, { parameters = [] }) {
  const properties = {};
  const required = [];
  for (const parameter of parameters.filter((one) => one.in === place)) {
    properties[parameter.name] = parameter.schema;
    if (parameter.required && parameter.schema.default === undefined) required.push(parameter.name);
  }
  return typeOf({ type: 'object', properties, required, additionalProperties: false }, 2);
}

function bodyOf({ requestBody }) {
  const schema = requestBody?.content?.['application/json']?.schema;
  if (schema !== undefined) return typeOf(schema, 2);
  return requestBody === undefined ? 'undefined' : 'unknown';
}

/** What a call that went well answers with: JSON where it has any, else the text of a file, else nothing. */
function answerOf({ responses }) {
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const contents = good.flatMap(([, { content }]) => (content === undefined ? [] : [content]));
  const json = contents.flatMap((content) => content['application/json']?.schema ?? []);
  if (json.length > 0) return [...new Set(json.map((schema) => typeOf(schema, 2)))].join(' | ');
  return contents.length > 0 ? 'string' : 'undefined';
}

function operation(name, described) {
  const parts = {
    path: parametersIn('path', described),
    query: parametersIn('query', described),
    body: bodyOf(described),
    answer: answerOf(described),
  };
  const lines = Object.entries(parts).map(([part, type]) => `    readonly ${part}: ${type};`);
  return `  /** ${described.summary} */\n  readonly '${name}': {\n${lines.join('\n')}\n  };`;
}

function pascal(tag) {
  return tag.replace(/(^|-)(\w)/g, (_, _dash, letter) => letter.toUpperCase());
}

/** The files: one for each tag, and one that joins them. */
export function typesOf({ paths }) {
  const byTag = new Map();
  for (const [path, methods] of Object.entries(paths))
    for (const [method, described] of Object.entries(methods)) {
      const tag = described.tags[0];
      const operations = byTag.get(tag) ?? [];
      operations.push(operation(`${method.toUpperCase()} ${path}`, described));
      byTag.set(tag, operations);
    }
  const tags = [...byTag.keys()].toSorted((one, other) => one.localeCompare(other));
  const files = tags.map((tag) => [
    `${tag}.ts`,
    `${opening}\nexport interface ${pascal(tag)} {\n${byTag.get(tag).join('\n')}\n}\n`,
  ]);
  const imports = tags.map((tag) => `import type { ${pascal(tag)} } from './${tag}.ts';`);
  const all = tags.map(pascal).join(', ');
  const joined = `${opening}\n${imports.join('\n')}\n\n/** Every operation of the API, by its method and path. */\nexport interface Operations extends ${all} {}\n`;
  return [...files, ['index.ts', joined]];
}
