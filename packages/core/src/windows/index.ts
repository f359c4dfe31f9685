export { isTimeZone } from './time-zone.ts';
export { type Window, WINDOW_KINDS, windowAt, type WindowKind } from './window.ts';
