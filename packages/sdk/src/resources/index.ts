import type { Connection } from '../transport/connection.ts';
import { credits } from './credits.ts';
import { org } from './org.ts';
import { reading } from './reading.ts';
import { type Methods, methodsOf } from './shapes.ts';
import { spending } from './spending.ts';

/** Every operation but the import of files, which is sent as it is. */
export const resourceShapes = { ...spending, credits, ...reading, ...org } as const;

/** The resources of the API, by name. */
export type Resources = {
  readonly [Name in keyof typeof resourceShapes]: Methods<(typeof resourceShapes)[Name]>;
};

/** Makes the methods of every resource. */
export function resourcesOf({ call }: Pick<Connection, 'call'>): Resources {
  return Object.fromEntries(
    Object.entries(resourceShapes).map(([name, shapes]) => [name, methodsOf(shapes, call as never)]),
  ) as unknown as Resources;
}
