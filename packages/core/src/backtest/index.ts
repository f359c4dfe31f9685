export { createReplay, type PastCall, type Replay, type ReplayedCall, type Touched } from './replay.ts';
