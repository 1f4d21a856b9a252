/** The store of audits: plain files under `.gen0/audits`. */
export { auditIds, readAudit, readIndex, readLab, resolveAudit } from './resolve.js';
export {
  type AuditFiles,
  type IndexLine,
  type SavedAudit,
  saveAudit,
  saveLab,
} from './write.js';
