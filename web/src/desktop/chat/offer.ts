// The offer that stands for an agent, as the contact's own events tell it. Pure.

type Told = { type: string; data: Record<string, unknown> };

/** The newest that was made to him and has neither ended nor been taken; `until`: epoch ms. */
export function offerOf(events: readonly Told[], agent: string): { id: string; until: number } | null {
  const made = events.findLast(({ type, data }) => type === 'work.offered' && data['agent'] === agent);
  const id = made?.data['offer'];
  const until = made?.data['expiresAt'];
  if (typeof id !== 'string' || typeof until !== 'number') return null;
  const over = events.some(({ type, data }) => (type === 'work.offer-ended' || type === 'work.assigned') && data['offer'] === id);
  return over ? null : { id, until };
}
