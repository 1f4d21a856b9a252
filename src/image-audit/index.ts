/** Audits of images: images in the place of documents. */
export { auditImages, type ImageAuditOptions } from './audit-images.js';
export { IMAGE_CARDS, imageCard } from './cards.js';
