/** Where the embedded Postgres reports what it does; `fields` are for machines. */
export type Log = (message: string, fields?: object) => void;
