export {
  type CreationCaps,
  creationDay,
  type CreationKind,
  defaultCreationCaps,
  type RegistryEntry,
  registryKey,
  type RegistryKind,
} from './entry.ts';
export { isLabel, labelForm, labelRule, maxLabelLength } from './label.ts';
export { canonicalLabels, canonicalModel } from './register.ts';
