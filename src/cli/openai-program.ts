/** The program behind `learner: openai`, which the lab starts as it starts a user's own (lab/trainer/prompt-server.ts). */
import { promptServer } from '../lab/trainer/prompt-server.js';

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  await promptServer(process.argv.slice(2), process.env.OPENAI_API_KEY || undefined, say);
} catch (error) {
  say({ failed: (error as Error).message });
  process.exitCode = 1;
}
