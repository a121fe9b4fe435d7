// Whether a graph plays a tenant's prompt or music. Drafts may be of any shape, so every value of them is looked at.

const FIELDS = ['prompt', 'or', 'music'];

export function playsPrompt(graph: unknown, key: string): boolean {
  if (typeof graph !== 'object' || graph === null) return false;
  return Object.entries(graph).some(
    ([field, value]) => (FIELDS.includes(field) && typeof value === 'string' && canName(value, key)) || playsPrompt(value, key),
  );
}

/** A name with variables may come to be any that begins and ends as it does. */
function canName(name: string, key: string): boolean {
  if (!name.includes('{{')) return name === key;
  const parts = name.split(/\{\{[^}]*\}\}/);
  const [head, tail] = [parts[0]!, parts.at(-1)!];
  return key.length > head.length + tail.length && key.startsWith(head) && key.endsWith(tail);
}
