/** Names of folders for names that may hold any character: safe everywhere, readable, and no two alike. */
export function folderNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain =
      name
        .replace(/[^\p{L}\p{N}._+-]+/gu, '-')
        .replace(/^[.-]+|[.-]+$/g, '')
        .slice(0, 60) || 'unnamed';
    let unlike = plain;
    // Some file systems do not tell capitals from small letters.
    for (let i = 2; taken.has(unlike.toLowerCase()); i++) unlike = `${plain}-${i}`;
    taken.add(unlike.toLowerCase());
    return unlike;
  });
}
