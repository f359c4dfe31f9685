import type { Connection } from '../transport/connection.ts';
import { credits } from './credits.ts';
import { org } from './org.ts';
import { reading } from './reading.ts';
import type { OperationName } from '../operations.ts';
import { type Kind, type Methods, methodsOf, type Shape } from './shapes.ts';
import { spending } from './spending.ts';

/** Every operation but the import of files and the stream of events. */
export const resourceShapes = { ...spending, credits, ...reading, ...org } as const;

type Shapes = typeof resourceShapes;
type OperationOf<Of> = Of[keyof Of] extends Shape<infer Name, Kind> ? Name : never;
type ByHand = 'POST /v1/imports/usage' | 'GET /v1/live';
type Missing = Exclude<OperationName, ByHand | { [Name in keyof Shapes]: OperationOf<Shapes[Name]> }[keyof Shapes]>;

/** A new operation is given a name in the file of its resource: until it has one, this does not compile. */
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- that it is empty is what is checked
const missing: Readonly<Record<Missing, never>> = {};

/** The resources of the API, by name. */
export type Resources = {
  readonly [Name in keyof typeof resourceShapes]: Methods<(typeof resourceShapes)[Name]>;
};

/** Makes the methods of every resource. */
export function resourcesOf({ call }: Pick<Connection, 'call'>): Resources {
  return Object.fromEntries(
    Object.entries({ ...missing, ...resourceShapes }).map(([name, shapes]) => [name, methodsOf(shapes, call as never)]),
  ) as unknown as Resources;
}
