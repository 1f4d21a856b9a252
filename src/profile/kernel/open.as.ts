// The document that is being counted.

export let hash: u64 = 0; // Of the present text.
export let group: u32 = 0;
export let owner: u32 = 0;
export let textBytes: u32 = 0; // Of the text as it is in the corpus.
export let at: u32 = 0; // Next byte to read.
