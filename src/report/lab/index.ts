/** Results of the lab as pictures and as a page. */
export { labHtml } from './html.js';
export { labImages } from './images.js';
export { labSvgs } from './svgs.js';
