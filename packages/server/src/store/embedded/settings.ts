/** Server settings by name. All are passed on the command line, so a cluster carries no configuration of ours. */
export type Settings = Readonly<Record<string, string>>;

/** What a small server needs whose clients run on the same machine. */
export const defaultSettings: Settings = {
  // Only the Unix socket: no port to conflict, no password to keep.
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',

  // An answered command must survive a crash of the machine.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',

  shared_buffers: '192MB',
  // Few, spread-out checkpoints: each one makes the next write of every page a full-page write.
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',

  // Parallel workers would take the cores and the shared memory (64 MB in many containers) from the hot path.
  max_parallel_workers_per_gather: '0',
  // Statements are short and many; compiling them costs more than it saves.
  jit: 'off',
  random_page_cost: '1.1',

  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // The SQLSTATE first, so that a start that fails can be told apart by code and not by wording.
  log_line_prefix: '%e ',
  // The server's own messages; an error of a statement is its caller's to log.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
};

/** The arguments that pass these settings to `postgres`. */
export function settingArguments(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
