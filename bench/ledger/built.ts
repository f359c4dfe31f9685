const server = new URL('../../packages/server/dist/', import.meta.url);

/**
 * Loads a module of the compiled server, as it is shipped: what a loader makes of the sources on the way is not what
 * is to be measured. The type is the source's own.
 */
export async function built<Module>(path: string): Promise<Module> {
  return (await import(new URL(path, server).href)) as Module;
}
