/** A process for the kill test: profiles `corpus` with `work` as work folder and saves to `out`. */
import { profileCorpus, saveProfile } from '../../profile/index.js';

const [corpus, work, out, memory] = process.argv.slice(2);
const { profile } = await profileCorpus([corpus], {
  jobs: 2,
  resume: true,
  workFolder: work,
  partSeconds: 0.02,
  memory: Number(memory),
  tokeniser: 'whitespace',
});
await saveProfile(profile, out);
