/** Provenance standards, in and out. */
export { findTextWrappers, stripTextWrappers } from './c2pa-text.js';
export { type Imported, importCards } from './import-cards.js';
export { type NamedPath, type PathOptions, type Records, readPaths, textFiles } from './read-paths.js';
export type { Fault } from './reading.js';
export { STANDARDS, type StandardName } from './recognise.js';
export { FORMATS, type Format, type WriteOptions, writeCard } from './write-card.js';
