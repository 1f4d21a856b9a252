/** Audits of tables: rows in the place of documents. */
export { auditTables, type TableAuditOptions } from './audit-tables.js';
export { TABLE_CARDS, tableCard } from './cards.js';
export { chooseColumns, parseColumns, type Wanted } from './choose-columns.js';
export type { Kind, TableSide } from './rows.js';
