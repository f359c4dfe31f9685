export { boundOf, type BoundPolicy, isPlainText } from './bound-of.ts';
export { type Calibration, createCalibration } from './calibration.ts';
export { limitsOf } from './model-limits.ts';
