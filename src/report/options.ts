/** What a reporter may be told besides the result. */
export interface ReportOptions {
  /** ANSI colour in the text form. @default false */
  colour?: boolean;
  /** Where the audit was saved, as shown to the user. */
  saved?: string;
  /** Commands to try next, shown at the end of the text form. */
  next?: string[];
  /** What each metric means, by id: the registry's own words. */
  explain?: Record<string, Explanation>;
}

/** Why a metric matters and where it comes from. */
export interface Explanation {
  why: string;
  source: string;
}
