export async function runDemo(_: { seed: number; colour: boolean; signal: AbortSignal }): Promise<string> {
  return '';
}
