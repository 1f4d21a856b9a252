/** One picture in grey, whatever it was made from. */

export interface Picture {
  width: number;
  height: number;
  /** Row by row, 0 black to 255 white. */
  grey: Uint8Array;
  /** Some pixel of it is not grey. */
  coloured: boolean;
}

/** Pixels that a single picture may have: decoders hold several numbers a pixel. */
export const MOST_PIXELS = 2 ** 25;

/** Luma of ITU-R BT.601, as reports quote it. */
export const GREY_FORMULA = '0.299 red + 0.587 green + 0.114 blue';

/**
 * `channels`: 1 grey, 2 grey and opacity, 3 red, green and blue, 4 and opacity; a byte each, pixel after pixel. What is
 * transparent lies on white.
 */
export function toGrey(data: Uint8Array, channels: number, width: number, height: number): Picture {
  if (channels === 1) return { width, height, grey: data, coloured: false };
  const hasColours = channels > 2;
  const hasOpacity = channels % 2 === 0;
  const opacity = channels - 1;
  let coloured = false;
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += channels) {
    let luma = data[at];
    if (hasColours && (data[at + 1] !== luma || data[at + 2] !== luma)) {
      luma = 0.299 * luma + 0.587 * data[at + 1] + 0.114 * data[at + 2];
      coloured = true;
    }
    const cover = hasOpacity ? data[at + opacity] / 255 : 1;
    grey[i] = Math.round(cover * luma + (1 - cover) * 255);
  }
  return { width, height, grey, coloured };
}
