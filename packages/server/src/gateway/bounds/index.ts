export { type BoundContext, boundOf, type BoundPolicy, isPlainText } from './bound-of.ts';
export { type Calibration, type CalibrationOptions, createCalibration } from './calibration.ts';
export { type ContextWindows, loadContextWindows } from './context-windows.ts';
export { createLimits, type LimitsOf, type ModelLimits } from './model-limits.ts';
