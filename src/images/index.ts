export { type ImageSet, type ReadImagesOptions, readImages, readLabels } from './read-images.js';
export { holdsImages } from './recognise.js';
export type { Labels } from './source.js';
