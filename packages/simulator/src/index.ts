export { startSimulator } from './simulator.ts';
export type { Simulator, SimulatorOptions } from './simulator.ts';
export type { Behaviour, BehaviourPart, Range, UsageReport } from './behaviour/behaviour.ts';
export type { Behaviours } from './behaviour/behaviours.ts';
export { BehaviourError } from './behaviour/read-part.ts';
export type { Clock } from './delivery/clock.ts';
export { countTokens } from './tokens/count-tokens.ts';
export type { Outcome, TruthRecord } from './truth/record.ts';
