/** The archive: what people wrote, kept for good in OCFL objects, and the log of what was done with it. */
export { type AddedToArchive, type AddToArchive, addToArchive, CARD_PATH } from './add.js';
export { exportBag } from './export.js';
export { type Got, getFromArchive } from './get.js';
export { type ArchivedSource, type ArchivedVersion, listArchive } from './list.js';
export { type CheckedProof, checkProofFile, proveVersion } from './proof.js';
export { validateOcfl } from './validate-ocfl.js';
export { type ArchiveAudit, verifyArchive } from './verify.js';
