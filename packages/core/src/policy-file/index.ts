export { canonical } from './canonical.ts';
export { planPolicy, type PolicyChange, type PolicyFacts, type PolicySection } from './plan.ts';
