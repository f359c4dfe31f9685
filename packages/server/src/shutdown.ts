/**
 * Resolves at the first SIGINT or SIGTERM. A terminal and npm may both deliver the same Ctrl-C, so a second signal
 * within a moment is the same one; a later one ends the process at once.
 */
export function onShutdownSignal(): Promise<NodeJS.Signals> {
  const sameKeyPressMs = 1_000;
  return new Promise((resolve) => {
    let firstMs: number | null = null;
    const onSignal = (signal: NodeJS.Signals): void => {
      const nowMs = Date.now();
      if (firstMs === null) {
        firstMs = nowMs;
        resolve(signal);
      } else if (nowMs - firstMs > sameKeyPressMs) {
        process.stderr.write('Stopped at once.\n');
        process.exit(130);
      }
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
