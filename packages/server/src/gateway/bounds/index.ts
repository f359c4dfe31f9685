export { type BoundContext, boundOf, type BoundPolicy, isPlainText } from './bound-of.ts';
export { type Calibration, type CalibrationOptions, createCalibration } from './calibration.ts';
export { limitsOf, type ModelLimits } from './model-limits.ts';
