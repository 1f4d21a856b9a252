// Holds the repository and the package to their size: `npm run size` prints both and exits 1 when a limit is broken.
import { countLines } from './size/count-lines.js';
import { weighPackage } from './size/weigh-package.js';

const broken = [...countLines(), ...weighPackage()];
for (const fault of broken) console.error(`size: ${fault}`);
if (broken.length === 0) console.log('size: within all limits');
process.exit(broken.length === 0 ? 0 : 1);
