// Reads the text of a `.env` file: NAME=value lines, # comments, single or double quotes. No expansion: what is written is what is meant.

export function parseDotEnv(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (!match) continue;
    const [, name, raw] = match as unknown as [string, string, string];
    const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(raw);
    values[name] = quoted ? quoted[2]! : raw.replace(/(^|\s+)#.*$/, '');
  }
  return values;
}
