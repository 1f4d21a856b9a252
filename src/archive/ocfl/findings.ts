/** What a validator has to say: codes of OCFL 1.1 (https://ocfl.io/1.1/spec/validation-codes.html), with place and words. */

export interface Finding {
  /** `E001` to `E112` break the specification, `W001` to `W016` its recommendations. */
  code: string;
  /** The file or folder, relative to what was validated; empty for the whole. */
  path: string;
  message: string;
}

export interface Findings {
  errors: Finding[];
  warnings: Finding[];
}

/** Notes a finding; `E…` is an error, `W…` a warning. */
export type Report = (code: string, path: string, message: string) => void;

/** A new list, and what adds to it. The same finding is kept once. */
export function findings(): { found: Findings; report: Report } {
  const found: Findings = { errors: [], warnings: [] };
  const seen = new Set<string>();
  return {
    found,
    report(code, path, message) {
      const key = `${code}\n${path}\n${message}`;
      if (seen.has(key)) return;
      seen.add(key);
      (code.startsWith('W') ? found.warnings : found.errors).push({ code, path, message });
    },
  };
}
