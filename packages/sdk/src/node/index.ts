export { type FileJournal, fileJournal } from './file-journal.ts';
export type { Intent, Journal } from '../journal/journal.ts';
