/** Reads `--images` and `--labels`: anything that the readers of images take. */
import { readImages as read, readLabels } from '../../images/index.js';
import type { LabInput } from '../lab-input.js';

/** `notes` say what was done to them. Throws DataError naming the path, what is wrong and what would do. */
export async function readImages(
  path: string,
  { labels, side }: { labels?: string; side?: number } = {},
): Promise<{ input: LabInput & { kind: 'images' }; notes: string[] }> {
  const images = await read(path, { side });
  const { name, width, height, pixels, notes } = images;
  const found = labels === undefined ? images.labels : readLabels(labels, images);
  return { input: { kind: 'images', name, width, height, pixels, ...(found && { labels: found }) }, notes };
}
