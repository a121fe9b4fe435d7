// Finds what an audited act was about: the path's id, else the id of what the answer shows as made.

const idOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null;

/** `params` before the answer; the answer's own id before that of a thing directly in it (`{device: {id}, password}`); null where none has one. */
export function objectOf(params: unknown, answer: unknown): string | null {
  const own = idOf(params) ?? idOf(answer);
  if (own !== null || typeof answer !== 'object' || answer === null) return own;
  for (const part of Object.values(answer)) {
    const id = idOf(part);
    if (id !== null) return id;
  }
  return null;
}
