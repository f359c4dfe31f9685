export { idleRunMs, maxRunDepth, type Run, runStateAt, type RunStatus, touchRun } from './run.ts';
