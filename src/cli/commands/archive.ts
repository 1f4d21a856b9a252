/** `gen0 archive`: what lies below it. */
import { COMMON_HELP, type Command } from '../command.js';
import { parentCommand } from '../parent-command.js';

const VERBS: Record<string, () => Promise<Command>> = {
  add: async () => (await import('./archive-add.js')).archiveAdd,
  list: async () => (await import('./archive-list.js')).archiveList,
  verify: async () => (await import('./archive-verify.js')).archiveVerify,
  proof: async () => (await import('./archive-proof.js')).archiveProof,
  export: async () => (await import('./archive-export.js')).archiveExport,
  get: async () => (await import('./archive-get.js')).archiveGet,
};

const HELP = `gen0 archive <verb>

  gen0 archive add books/ --source gutenberg    keep files of a source for good
  gen0 archive list                             what is kept
  gen0 archive verify                           check every byte, and the log

What people wrote, kept for good: plain files in an OCFL archive, every addition in a
signed log. Nothing in it is ever changed or deleted, and it is read without gen0.

add       take files in                 list      what it holds
verify    audit files and log           get       give files back
export    a version as a bag            proof     prove what the log holds
gen0 archive <verb> --help tells more.
${COMMON_HELP}`;

export const archive = parentCommand({
  name: 'archive',
  summary: 'human data, kept for good',
  help: HELP,
  verbs: VERBS,
});
