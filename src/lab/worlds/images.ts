/** Images as the lab counts, draws and joins them. */
import type { Images } from '../../images/images.js';
import type { Kind } from '../world.js';

export const images: Kind<Images> = {
  size: ({ width, height, values }) => values.length / (width * height),
  take: ({ width, height, values }, which) => {
    const pixels = width * height;
    const taken = new Float32Array(which.length * pixels);
    for (let i = 0; i < which.length; i++) {
      taken.set(values.subarray(which[i] * pixels, (which[i] + 1) * pixels), i * pixels);
    }
    return { width, height, values: taken };
  },
  join: (parts) => {
    const values = new Float32Array(parts.reduce((sum, part) => sum + part.values.length, 0));
    let at = 0;
    for (const part of parts) {
      values.set(part.values, at);
      at += part.values.length;
    }
    return { width: parts[0].width, height: parts[0].height, values };
  },
};
