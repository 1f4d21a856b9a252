/** Profiles of corpora: build, merge, save, load. */
export { capacityOf, DEFAULT_MEMORY } from './capacity.js';
export { assertComparable } from './comparable.js';
export { type Profiled, type ProfileOptions, profileCorpus } from './corpus.js';
export { decodeProfile } from './decode.js';
export { encodeChunks, encodeProfile } from './encode.js';
export { isProfilePath, loadProfile, saveProfile } from './file.js';
export { mergeProfiles } from './merge.js';
export { type BuildOptions, buildPlain, textHash } from './plain.js';
export * from './profile.js';
export { cutText } from './sample.js';
export { TOKENISERS, tokenise } from './tokenise.js';
