/**
 * Whether the ledger is what it was: every line's form, number and place in the chain, and the last against the seal. Goes
 * on after a fault, so that all are named.
 *
 * That line k does not have the hash that line k+1 holds is the fault of k if k+1 has the hash that k+2 holds; else k+1 is
 * altered, perhaps in that very field, and nothing is known of k.
 */
import { existsSync, statSync } from 'node:fs';
import type { SourceCard } from './card.js';
import { headPath, readHead } from './ledger-head.js';
import {
  type ChainEnd,
  type LedgerRecord,
  ledgerPath,
  parseRecord,
  START,
  sha256,
  wholeLines,
} from './ledger-lines.js';

export interface Fault {
  path: string;
  /** From 1; null where a whole file is meant. */
  line: number | null;
  message: string;
}

export interface CheckedChain {
  /** The last line that was seen; its hash, kept elsewhere, tells later that nothing before it was changed. */
  end: ChainEnd;
  /** The last accepted version of each source among the lines that could be read. */
  cards: Map<string, SourceCard>;
  faults: Fault[];
  notes: string[];
}

/** `signal` is looked at once in a while. */
export function verifyChain(store: string, signal?: AbortSignal): CheckedChain {
  const path = ledgerPath(store);
  const faults: Fault[] = [];
  const notes: string[] = [];
  const cards = new Map<string, SourceCard>();
  const seal = readSeal(store, faults);
  if (!existsSync(path)) {
    if (seal !== null && seal.n > 0) {
      faults.push({ path, line: null, message: `missing, though its seal counts ${seal.n} records` });
    }
    return { end: START, cards, faults, notes };
  }
  const chain = chainFaults(path);
  let before: ChainEnd = START;
  let atSeal: ChainEnd | null = seal?.n === 0 ? START : null;
  for (const { bytes, offset } of wholeLines(path)) {
    const line = before.n + 1;
    if (line % 4096 === 0) signal?.throwIfAborted();
    let record: LedgerRecord | null = null;
    try {
      record = parseRecord(bytes, `${path} line ${line}`);
    } catch (error) {
      chain.add(line, (error as Error).message.replace(`${path} line ${line}: `, ''));
    }
    if (record !== null) {
      chain.follow(line, record, before.sha256);
      if (record.kind === 'card') cards.set(record.entry.card.id, record.entry.card);
    }
    before = { n: line, bytes: offset + bytes.length, sha256: sha256(bytes) };
    if (seal !== null && before.bytes === seal.bytes) atSeal = before;
  }
  if (seal !== null) compareWithSeal(store, { seal, atSeal, last: before, chain, faults });
  faults.push(...chain.end());
  const size = statSync(path).size;
  if (seal !== null && size > Math.max(before.bytes, seal.bytes)) {
    notes.push(
      `${path}: ends in half a record of ${size - before.bytes} bytes; the next record sets it aside`,
    );
  }
  if (seal !== null && before.n > seal.n && faults.length === 0) {
    notes.push(`${path}: ${before.n - seal.n} records after the seal, of a command that was interrupted`);
  }
  return { end: before, cards, faults, notes };
}

function readSeal(store: string, faults: Fault[]): ChainEnd | null {
  const path = headPath(store);
  try {
    const seal = readHead(store);
    const ledger = ledgerPath(store);
    if (seal === null && existsSync(ledger) && statSync(ledger).size > 0) {
      faults.push({ path, line: null, message: 'missing' });
    }
    return seal;
  } catch (error) {
    faults.push({ path, line: null, message: (error as Error).message.replace(`${path}: `, '') });
    return null;
  }
}

interface AtSeal {
  seal: ChainEnd;
  /** The chain where the seal says that it ended; null where no line ends there. */
  atSeal: ChainEnd | null;
  last: ChainEnd;
  chain: ReturnType<typeof chainFaults>;
  faults: Fault[];
}

function compareWithSeal(store: string, { seal, atSeal, last, chain, faults }: AtSeal): void {
  const path = ledgerPath(store);
  if (atSeal?.n === seal.n) {
    if (last.n === seal.n && seal.n > 0) {
      chain.follow(seal.n + 1, { n: seal.n + 1, prev: seal.sha256 }, atSeal.sha256, 'the seal');
    } else if (atSeal.sha256 !== seal.sha256) {
      chain.add(seal.n, 'altered: its SHA-256 is not the one in the seal');
    }
    return;
  }
  const size = statSync(path).size;
  if (size < seal.bytes) {
    const message = `cut off: ${size} bytes where its seal has ${seal.bytes} (${seal.n} records)`;
    faults.push({ path, line: null, message });
  } else if (last.bytes < seal.bytes) {
    chain.add(last.n + 1, 'altered: no end of line where the seal has one');
  } else {
    const message = `altered, or the ledger is: it counts ${seal.n} records in ${seal.bytes} bytes, the ledger ${atSeal?.n ?? 'another number'}`;
    faults.push({ path: headPath(store), line: null, message });
  }
}

/** Gathers what is wrong with lines, one fault a line. */
function chainFaults(path: string) {
  const found = new Map<number, string>();
  let due = 1;
  /** Lines whose hash the next line denies, in a row, up to now. */
  let denied: { line: number; by: string }[] = [];
  const add = (line: number, message: string) => {
    if (line > 0 && !found.has(line)) found.set(line, message);
  };
  const settle = () => {
    // The first of several in a row was denied by a line that is itself altered.
    const sure = denied.length > 1 ? denied.slice(1) : denied;
    for (const { line, by } of sure) add(line, `altered: its SHA-256 is not the one in ${by}`);
    if (denied.length === 1 && denied[0].line === 0) add(1, 'altered: prev is not 64 zeros');
    denied = [];
  };
  return {
    add(line: number, message: string): void {
      add(line, message);
      due = line + 1;
    },
    /** `line` says to follow a line of hash `before`. */
    follow(
      line: number,
      { n, prev }: Pick<LedgerRecord, 'n' | 'prev'>,
      before: string,
      by = `line ${line}`,
    ): void {
      if (n !== due) add(line, `altered, or lines before it are missing: n is ${n} where ${due} is due`);
      due = n + 1;
      if (prev === before) settle();
      else denied.push({ line: line - 1, by });
    },
    end(): Fault[] {
      settle();
      return [...found].sort(([a], [b]) => a - b).map(([line, message]) => ({ path, line, message }));
    },
  };
}
