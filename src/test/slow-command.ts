/** Runs the command line with a stand-in that reads until it is interrupted: the target of the Ctrl-C test. */
import { main } from '../cli/main.js';
import { standIn } from './stand-in.js';

await main(process.argv.slice(2), standIn(process.cwd(), () => console.log('reading')).engine);
