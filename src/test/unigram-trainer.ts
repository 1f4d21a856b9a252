/**
 * A trainer of one's own, as docs/trainers.md asks for: a unigram model in plain Node, and how it may go wrong by its
 * first argument. It appends a line to `calls.txt` in its folder whenever it is called.
 */
export const UNIGRAM_TRAINER = String.raw`
const fs = require('node:fs');
const path = require('node:path');
const [how, verb, ...args] = process.argv.slice(2);
const flag = (name) => args[args.indexOf(name) + 1];
const say = (line) => console.log(JSON.stringify(line));
fs.appendFileSync(path.join(__dirname, 'calls.txt'), verb + '\n');
const calls = fs.readFileSync(path.join(__dirname, 'calls.txt'), 'utf8').split('\n').filter((each) => each === verb).length;
const linesOf = (file) => fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

if (how === 'talk') console.log('Loading weights');
if (how === 'exit' && verb === 'sample') { console.error('CUDA out of memory'); process.exit(3); }
if (how === 'say' && calls === 2) { say({ failed: 'the loss is NaN' }); process.exit(1); }
if (how === 'signal' && verb === 'sample') process.kill(process.pid, 'SIGKILL');
if (how === 'hang' && verb === 'sample') {
  require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  fs.writeFileSync(path.join(__dirname, 'hangs.txt'), String(process.pid));
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
} else if (verb === 'fit') {
  const [dataset, model] = args;
  const words = [];
  const lengths = [];
  for (const { id, text } of linesOf(dataset)) {
    if (typeof id !== 'string') throw new Error('no id');
    const own = text.split(/\s+/).filter(Boolean);
    words.push(...own);
    lengths.push(own.length);
    say({ progress: lengths.length / (lengths.length + 1), note: 'document ' + id });
  }
  fs.writeFileSync(path.join(model, 'model.json'), JSON.stringify({ words, lengths }));
} else {
  const [model, n, out] = args;
  const { words, lengths } = JSON.parse(fs.readFileSync(path.join(model, 'model.json'), 'utf8'));
  let state = Number(flag('--seed'));
  const uniform = () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;
  const draw = () => words[Math.floor(uniform() * words.length)];
  const texts = Array.from({ length: how === 'few' ? n - 1 : Number(n) }, (_, d) =>
    Array.from({ length: lengths[d % lengths.length] }, draw).join(' '));
  const record = (text) => (how === 'bare' ? text : JSON.stringify({ text }));
  if (how !== 'nothing') fs.writeFileSync(out, texts.map((text) => record(text) + '\n').join(''));
}
`;

/** Writes what another run wrote: its `texts/<arm>` folder is the first argument, the second counts the generations. */
export const REPLAY_TRAINER = `
const fs = require('node:fs');
const path = require('node:path');
const [texts, count, verb, first, second, out] = process.argv.slice(2);
if (verb === 'fit') {
  const generation = fs.existsSync(count) ? Number(fs.readFileSync(count, 'utf8')) + 1 : 1;
  fs.writeFileSync(count, String(generation));
  fs.writeFileSync(path.join(second, 'generation'), String(generation));
} else {
  const generation = fs.readFileSync(path.join(first, 'generation'), 'utf8').padStart(2, '0');
  fs.copyFileSync(path.join(texts, 'gen-' + generation + '.jsonl'), out);
}
`;
