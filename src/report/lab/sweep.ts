/** Arms that differ in one number, as a sweep names them: `samples=100`, `with.ddof=1`. */
import type { ArmResult, LabResult } from '../../lab/result.js';

export interface Sweep {
  /** What is swept. */
  key: string;
  /** Ascending by value. */
  points: { value: number; arm: ArmResult }[];
}

const NAME = /^([^=]+)=\s*(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;

/** Undefined unless there are two or more arms, all of one key. */
export function sweepOf({ arms }: LabResult): Sweep | undefined {
  if (arms.length < 2) return undefined;
  const points: Sweep['points'] = [];
  let key: string | undefined;
  for (const arm of arms) {
    const match = NAME.exec(arm.name);
    if (!match || (key !== undefined && match[1] !== key)) return undefined;
    key = match[1];
    points.push({ value: Number(match[2]), arm });
  }
  points.sort((a, b) => a.value - b.value);
  return { key: key!, points };
}
