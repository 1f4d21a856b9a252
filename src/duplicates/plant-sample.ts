/** The texts that near-copies are planted of: those with the smallest hashes, so that order and files do not matter. */
import type { SignedText } from '../profile/signer.js';
import { LEAST_WORDS } from './plant.js';

/** So many tell the recall to within about 3 percentage points. */
const TEXTS = 400;
/** Longer texts are passed over, so that little is held. */
const LONGEST = 50_000;

export interface PlantedText {
  text: number;
  content: string;
  low: number;
  high: number;
}

export interface PlantSample {
  /** `text` is its number, `content` the text itself. */
  offer(text: number, content: string, signed: SignedText): void;
  take(): PlantedText[];
}

export function newPlantSample(): PlantSample {
  let held: PlantedText[] = [];
  let last = Infinity;
  const trim = () => {
    held.sort((a, b) => a.high - b.high || a.low - b.low);
    held = held.slice(0, TEXTS);
    if (held.length === TEXTS) last = held[TEXTS - 1].high;
  };
  return {
    offer(text, content, { low, high, tokens }) {
      if (high > last || tokens < LEAST_WORDS || content.length > LONGEST) return;
      held.push({ text, content, low, high });
      if (held.length === 2 * TEXTS) trim();
    },
    take() {
      trim();
      return held;
    },
  };
}
