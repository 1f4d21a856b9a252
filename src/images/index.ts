export { type ImageSet, type ReadImagesOptions, readImages, readLabels } from './readers/read-images.js';
export { holdsImages } from './readers/recognise.js';
export type { Labels } from './readers/source.js';
