/** The grids of images as files of their own, `images-<arm>-gen-NN.png`. */
import type { LabResult } from '../../lab/experiments/result.js';
import { shownArms } from './shown.js';
import { slug } from './slug.js';

export function labImages(result: LabResult): { name: string; png: Uint8Array }[] {
  return shownArms(result).flatMap(({ name, pictures }, index) =>
    pictures.flatMap(({ generation, picture: { png } }) => {
      if (png === undefined) return [];
      const file = `images-${index + 1}-${slug(name)}-gen-${String(generation).padStart(2, '0')}.png`;
      return [{ name: file, png: Buffer.from(png, 'base64') }];
    }),
  );
}
