import { type Imports, importsOf } from './resources/imports.ts';
import { type Resources, resourcesOf } from './resources/index.ts';
import { type Connection, createConnection } from './transport/connection.ts';
import type { ConnectionOptions } from './transport/options.ts';

export interface CofferdamOptions extends ConnectionOptions {}

class Client {
  readonly connection: Connection;
  readonly imports: Imports;
  /** Any operation by its name: `call('GET /v1/budgets/{id}', { path: { id } })`. */
  readonly call: Connection['call'];
  /** The body of an answer as it comes, for files of any size. */
  readonly stream: Connection['stream'];

  constructor(options: CofferdamOptions = {}) {
    this.connection = createConnection(options);
    this.call = this.connection.call;
    this.stream = this.connection.stream;
    this.imports = importsOf(this.connection);
    Object.assign(this, resourcesOf(this.connection));
  }
}

/** A client of one server, with one key. */
export type Cofferdam = Client & Resources;

/** `new Cofferdam({ baseUrl, apiKey })`; both may come from the environment. Raises TypeError for an address that is none. */
export const Cofferdam = Client as new (options?: CofferdamOptions) => Cofferdam;
